package io.cohortroi.topology;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.topology.state.LearnerStores;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * After a cohort was defined anew, looks through the learners of the task, some with every tick, and passes on those who
 * now belong elsewhere; their profiles are then published like any changed one. A change on the way, and a start, begin
 * from the first learner again: what a crash interrupted is looked at twice rather than not at all.
 */
final class RematchCohorts extends ContextualProcessor<String, Emission, String, Emission> {
    /** Learners looked at in one tick: with ten ticks a second some ten thousand, beside the events of that second. */
    static final int LOOKED_AT_PER_TICK = 1_000;

    private final Wiring wiring;
    private @Nullable LearnerStores books;
    private @Nullable ReferenceData lookedAtFor;
    private @Nullable String next = "";

    RematchCohorts(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        books = LearnerStores.of(context, wiring.options().erasureKey());
        wiring.inputEnd().unsettled(this);
        context.schedule(wiring.options().flushEvery(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, Emission> record) {
        context().forward(record);
    }

    @Override
    public void close() {
        wiring.inputEnd().closed(this);
    }

    private void tick(long wallClock) {
        ReferenceData reference = wiring.reference().get();
        if (lookedAtFor == null || !reference.hasCohortsOf(lookedAtFor)) {
            lookedAtFor = reference;
            next = "";
            wiring.inputEnd().unsettled(this);
        }
        if (next != null) {
            lookFrom(next, reference, wallClock);
        }
        if (next == null && wiring.inputEnd().isReached()) {
            wiring.inputEnd().settled(this);
        }
    }

    private void lookFrom(String from, ReferenceData reference, long wallClock) {
        if (books == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        List<KeyValue<String, LearnerState>> some = books.fresh().learnersFrom(from, LOOKED_AT_PER_TICK + 1);
        next = some.size() > LOOKED_AT_PER_TICK ? some.get(LOOKED_AT_PER_TICK).key : null;
        for (KeyValue<String, LearnerState> learner : some.subList(0, Math.min(some.size(), LOOKED_AT_PER_TICK))) {
            Instant lastSeen = learner.value.newestEvent();
            if (lastSeen != null
                    && wiring.stage()
                            .isMisplaced(
                                    books,
                                    learner.key,
                                    learner.value,
                                    reference,
                                    wiring.norms().get())) {
                Emission touched = new Emission.Touched(learner.key, lastSeen, List.of());
                context().forward(new Record<>("", touched, Math.max(0, wallClock)));
            }
        }
    }
}
