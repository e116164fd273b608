package io.cohortroi.topology;

import io.cohortroi.topology.serde.LedgerJson;
import io.cohortroi.topology.state.LedgerCounts;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the conservation ledger of the task's input partitions and publishes what changed, once a tick. */
final class CountOutcomes extends TickingStep<Emission> {
    private final String store;
    private final InputEnd inputEnd;
    private final Set<String> changed = new TreeSet<>();
    private @Nullable KeyValueStore<String, LedgerCounts> ledger;

    CountOutcomes(String store, Duration flushEvery, InputEnd inputEnd) {
        super(inputEnd, flushEvery, flushEvery);
        this.store = store;
        this.inputEnd = inputEnd;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        ledger = context.getStateStore(store);
        // What was counted and committed before a crash may not have been published: say everything once.
        try (KeyValueIterator<String, LedgerCounts> entries = ledger.all()) {
            entries.forEachRemaining(entry -> changed.add(entry.key));
        }
    }

    @Override
    public void process(Record<String, Emission> record) {
        if (!(record.value() instanceof Emission.Counted counted) || ledger == null) {
            context().forward(record);
            return;
        }
        inputEnd.unsettled(this);
        LedgerCounts known = ledger.get(counted.topic());
        LedgerCounts before = known == null ? LedgerCounts.ZERO : known;
        ledger.put(counted.topic(), before.plus(counted.outcome(), counted.count(), counted.isInput()));
        changed.add(counted.topic());
    }

    @Override
    void tick(long wallClock) {
        if (ledger == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        int partition = context().taskId().partition();
        for (String topic : changed) {
            LedgerCounts counts = ledger.get(topic);
            if (counts != null) {
                byte[] value = LedgerJson.toBytes(topic, partition, counts);
                send(Topics.LEDGER, topic + "/" + partition, value, wallClock);
            }
        }
        changed.clear();
        if (inputEnd.isReached()) {
            inputEnd.settled(this);
        }
    }
}
