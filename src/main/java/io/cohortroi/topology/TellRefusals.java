package io.cohortroi.topology;

import io.cohortroi.domain.alert.Refusals;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.topology.state.LedgerCounts;
import io.cohortroi.topology.state.PartitionClock;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Tells the stage by scope, once a tick, how many records the task's part of each input brought and how many of them
 * were refused since it last did, and where the task's clock stands. It reads both from the ledger, so that it costs
 * nothing per record. At the end of input the clock is told even of an input that brought nothing: what is said of the
 * whole must not depend on which task saw the newest event.
 */
final class TellRefusals extends TickingStep<Emission> {
    private static final List<String> INPUTS = List.of(Topics.LEARNERS, Topics.ACTIVITY, Topics.COMPLETIONS);

    private final Wiring wiring;
    private @Nullable KeyValueStore<String, LedgerCounts> ledger;
    private @Nullable PartitionClock clock;
    private boolean toldEnd;

    TellRefusals(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        ledger = context.getStateStore(Names.LEDGER);
        clock = new PartitionClock(context);
    }

    @Override
    public void process(Record<String, Emission> record) {
        context().forward(record);
    }

    @Override
    void tick(long wallClock) {
        if (ledger == null || clock == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        boolean ended = wiring.inputEnd().isReached();
        Instant now = clock.now();
        for (String topic : INPUTS) {
            LedgerCounts known = ledger.get(topic);
            LedgerCounts counts = known == null ? LedgerCounts.ZERO : known;
            long input = counts.input() - counts.toldInput();
            long refused = counts.of(Outcome.DEAD_LETTERED) - counts.toldDeadLettered();
            boolean isNews = input != 0 || refused != 0 || (ended && !toldEnd && now != null);
            if (isNews) {
                // Where nothing was ever accepted there is no event time, and the wall clock has to do.
                Refusals refusals = Refusals.of(now == null ? Instant.ofEpochMilli(wallClock) : now, input, refused);
                Emission delta = new Emission.Delta(Scope.topic(topic), ScopeDelta.of(refusals));
                context().forward(new Record<>("", delta, Math.max(0, wallClock)));
                ledger.put(topic, counts.told());
            }
        }
        if (ended) {
            toldEnd = true;
            wiring.inputEnd().settled(this);
        }
    }
}
