package io.cohortroi.topology;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.stage.CurrentProfile;
import io.cohortroi.topology.state.LearnerStores;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * After a cohort was defined anew, looks through the learners of the task, some with every tick, and passes on those who
 * now belong elsewhere; their profiles are then published like any changed one. A change on the way, and a start, begin
 * from the first learner again: what a crash interrupted is looked at twice rather than not at all.
 */
final class RematchCohorts extends TickingStep<Emission> {
    /** Learners looked at in one tick: with ten ticks a second some ten thousand, beside the events of that second. */
    static final int LOOKED_AT_PER_TICK = 1_000;

    private final Wiring wiring;
    private @Nullable LearnerWalk walk;
    private @Nullable ReferenceData lookedAtFor;

    RematchCohorts(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        walk = new LearnerWalk(LearnerStores.of(context, wiring.options().erasureKey()), LOOKED_AT_PER_TICK);
    }

    @Override
    public void process(Record<String, Emission> record) {
        context().forward(record);
    }

    @Override
    void tick(long wallClock) {
        if (walk == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        ReferenceData reference = wiring.reference().get();
        if (lookedAtFor == null || !reference.hasCohortsOf(lookedAtFor)) {
            lookedAtFor = reference;
            wiring.inputEnd().unsettled(this);
            walk.begin();
        }
        walk.step(learner -> look(learner, reference, wallClock));
        if (!walk.isUnderWay() && wiring.inputEnd().isReached()) {
            wiring.inputEnd().settled(this);
        }
    }

    private void look(KeyValue<String, LearnerState> learner, ReferenceData reference, long wallClock) {
        Instant lastSeen = learner.value.newestEvent();
        NormsVersions norms = wiring.norms().get();
        if (lastSeen != null && CurrentProfile.isMisplaced(learner.value, reference, norms)) {
            Emission touched = new Emission.Touched(learner.key, lastSeen, List.of());
            context().forward(new Record<>("", touched, Math.max(0, wallClock)));
        }
    }
}
