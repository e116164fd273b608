package io.cohortroi.topology;

import io.cohortroi.domain.binary.MalformedStateException;
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
 * After late entries of the finance ledger changed what completions cost, looks through the learners of the task, some
 * with every tick, and books theirs anew. A change on the way lets another round follow, and a start begins one: what a
 * crash interrupted is looked at twice rather than not at all.
 */
final class AdjustCosts extends ContextualProcessor<String, Emission, String, Emission> {
    /** Learners looked at in one tick, each with all completions: with ten ticks a second some 2,500. */
    static final int LOOKED_AT_PER_TICK = 250;

    private final Wiring wiring;
    private @Nullable LearnerStores books;
    private @Nullable ReferenceData lookedAtFor;
    private @Nullable String next;
    private boolean isAnotherRoundDue;

    AdjustCosts(Wiring wiring) {
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
        long era = wiring.inputEnd().era();
        ReferenceData reference = wiring.reference().get();
        boolean isChanged = lookedAtFor == null ? !reference.isUnadjusted() : !reference.hasAdjustmentsOf(lookedAtFor);
        lookedAtFor = reference;
        if (isChanged) {
            wiring.inputEnd().unsettled(this);
            isAnotherRoundDue = next != null;
            next = next == null ? "" : next;
        }
        if (next != null) {
            lookFrom(next, reference, wallClock);
        }
        if (next == null && isAnotherRoundDue) {
            isAnotherRoundDue = false;
            next = "";
        }
        if (next == null && wiring.inputEnd().isReached()) {
            wiring.inputEnd().settledIn(era, this);
        }
    }

    private void lookFrom(String from, ReferenceData reference, long wallClock) {
        if (books == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        List<KeyValue<String, LearnerState>> some = books.fresh().learnersFrom(from, LOOKED_AT_PER_TICK + 1);
        next = some.size() > LOOKED_AT_PER_TICK ? some.get(LOOKED_AT_PER_TICK).key : null;
        for (KeyValue<String, LearnerState> learner : some.subList(0, Math.min(some.size(), LOOKED_AT_PER_TICK))) {
            adjust(learner.key, books, reference, wallClock);
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
