package io.cohortroi.topology;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.topology.state.LearnerStores;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * After late entries of the finance ledger changed what completions cost, looks through the learners of the task, some
 * with every tick, and books theirs anew. A change on the way lets another round follow, and a start begins one: what a
 * crash interrupted is looked at twice rather than not at all.
 */
final class AdjustCosts extends TickingStep<Emission> {
    /** Learners looked at in one tick, each with all completions: with ten ticks a second some 2,500. */
    static final int LOOKED_AT_PER_TICK = 250;

    private final Wiring wiring;
    private @Nullable LearnerStores books;
    private @Nullable LearnerWalk walk;
    private @Nullable ReferenceData lookedAtFor;
    private boolean isAnotherRoundDue;

    AdjustCosts(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        books = LearnerStores.of(context, wiring.options().erasureKey());
        walk = new LearnerWalk(books, LOOKED_AT_PER_TICK);
    }

    @Override
    public void process(Record<String, Emission> record) {
        context().forward(record);
    }

    @Override
    void tick(long wallClock) {
        if (books == null || walk == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        LearnerStores stores = books;
        long era = wiring.inputEnd().era();
        ReferenceData reference = wiring.reference().get();
        boolean isChanged = lookedAtFor == null ? !reference.isUnadjusted() : !reference.hasAdjustmentsOf(lookedAtFor);
        lookedAtFor = reference;
        if (isChanged) {
            wiring.inputEnd().unsettled(this);
            isAnotherRoundDue = walk.isUnderWay();
            walk.beginUnlessUnderWay();
        }
        walk.step(learner -> adjust(learner.key, stores, reference, wallClock));
        if (!walk.isUnderWay() && isAnotherRoundDue) {
            isAnotherRoundDue = false;
            walk.begin();
        }
        if (!walk.isUnderWay() && wiring.inputEnd().isReached()) {
            wiring.inputEnd().settledIn(era, this);
        }
    }

    /** Damaged state is passed over here: the learner's next record is put aside and says so, a walk cannot. */
    private void adjust(String learnerId, LearnerStores stores, ReferenceData reference, long wallClock) {
        try {
            Emission cause = new Emission.Touched(learnerId, Instant.MIN, List.of());
            new Forwarding(context(), new Record<>("", cause, Math.max(0, wallClock)))
                    .effects(wiring.stage()
                            .onCostAdjustment(
                                    stores.fresh(),
                                    learnerId,
                                    reference,
                                    wiring.norms().get()));
        } catch (MalformedStateException damaged) {
            stores.fresh();
        }
    }
}
