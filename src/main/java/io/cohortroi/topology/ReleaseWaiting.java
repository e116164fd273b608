package io.cohortroi.topology;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.topology.state.LearnerStores;
import io.cohortroi.topology.state.PartitionClock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at completions that wait: those whose limit the partition's clock has passed, those that wait for a
 * workflow when reference data changed, and at the end of input all that wait for a learner.
 */
final class ReleaseWaiting extends TickingStep<Emission> {
    /** What waits for a workflow stands at the very end of the list. */
    private static final Instant NO_LIMIT = Instant.MAX;

    private final Wiring wiring;
    private @Nullable LearnerStores books;
    private @Nullable PartitionClock clock;
    private long lookedAtGeneration = -1;

    ReleaseWaiting(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        books = LearnerStores.of(context, wiring.options().erasureKey());
        clock = new PartitionClock(context);
    }

    @Override
    public void process(Record<String, Emission> record) {
        context().forward(record);
    }

    @Override
    void tick(long wallClock) {
        if (books == null || clock == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        Instant now = clock.now();
        boolean ended = wiring.inputEnd().isReached();
        if (now != null) {
            Instant limit = ended ? NO_LIMIT.minusSeconds(1) : now;
            release(books.fresh().waitingBetween(Instant.MIN, limit), ended ? NO_LIMIT : now, wallClock);
            long generation = wiring.reference().get().generation();
            if (generation != lookedAtGeneration) {
                release(books.waitingBetween(NO_LIMIT, NO_LIMIT), now, wallClock);
                lookedAtGeneration = generation;
            }
        }
        if (ended) {
            wiring.inputEnd().settled(this);
        }
    }

    private void release(List<LearnerStores.Waiting> waiting, Instant now, long wallClock) {
        if (books == null) {
            return;
        }
        for (LearnerStores.Waiting each : waiting) {
            if (!books.fresh().isReadable(each.learnerId())) {
                continue;
            }
            Effects effects = wiring.stage()
                    .onWaiting(
                            books.fresh(),
                            each.learnerId(),
                            each.completionId(),
                            now,
                            wiring.reference().get(),
                            wiring.norms().get());
            Record<String, Emission> cause = new Record<>(
                    "", new Emission.Touched(each.learnerId(), Instant.MIN, List.of()), Math.max(0, wallClock));
            Forwarding out = new Forwarding(context(), cause);
            out.effects(effects);
            LearnerState state = books.learner(each.learnerId());
            Instant newest = state.newestEvent();
            if (newest != null) {
                out.send(new Emission.Touched(each.learnerId(), newest, LearnerStage.scopesOf(state)));
            }
        }
    }
}
