package io.cohortroi.topology;

import io.cohortroi.domain.roi.CostAdjustment;
import io.cohortroi.topology.serde.CostAdjustmentJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the adjustments of cost in memory on every instance; what is none changes nothing. */
final class AdjustmentUpdater implements Processor<byte[], byte[], Void, Void> {
    private static final Logger log = LoggerFactory.getLogger(AdjustmentUpdater.class);

    private final ReferenceHolder holder;
    private final InputEnd inputEnd;
    private @Nullable KeyValueStore<byte[], byte[]> store;

    AdjustmentUpdater(ReferenceHolder holder, InputEnd inputEnd) {
        this.holder = holder;
        this.inputEnd = inputEnd;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Names.referenceStore(Topics.COST_ADJUSTMENTS));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (store == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        byte[] key = record.key();
        byte[] value = record.value();
        Optional<CostAdjustment> adjustment =
                key == null || value == null ? Optional.empty() : CostAdjustmentJson.read(value);
        if (adjustment.isEmpty()) {
            log.warn("A record of {} is no adjustment and is left out", Topics.COST_ADJUSTMENTS);
            return;
        }
        store.put(key, value);
        String of = new String(key, StandardCharsets.UTF_8);
        inputEnd.disturb(() -> holder.change(reference -> reference.withAdjustment(of, adjustment.get())));
    }
}
