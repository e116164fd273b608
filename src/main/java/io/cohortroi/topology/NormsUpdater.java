package io.cohortroi.topology;

import io.cohortroi.topology.serde.NormsJson;
import io.cohortroi.topology.serde.NormsJson.Published;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps learned norms in memory on every instance. A null value withdraws a version; what is no norms changes nothing. */
final class NormsUpdater implements Processor<byte[], byte[], Void, Void> {
    private static final Logger log = LoggerFactory.getLogger(NormsUpdater.class);

    private final NormsHolder holder;
    private @Nullable KeyValueStore<byte[], byte[]> store;

    NormsUpdater(NormsHolder holder) {
        this.holder = holder;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(Names.referenceStore(Topics.NORMS));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (store == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        byte[] key = record.key();
        String name = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        if (key == null || !name.startsWith(NormsJson.KEY_PREFIX)) {
            log.warn("A record of {} is left out: its key does not begin with {}", Topics.NORMS, NormsJson.KEY_PREFIX);
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            String version = name.substring(NormsJson.KEY_PREFIX.length());
            holder.change(norms -> norms.without(version));
        } else {
            try {
                Published read = NormsJson.read(value);
                holder.change(norms -> norms.with(read.norms(), read.effectiveAt()));
            } catch (IOException | IllegalArgumentException e) {
                log.warn("A record of {} is no norms and is left out: {}", Topics.NORMS, e.getMessage());
                return;
            }
        }
        store.put(key, value);
    }
}
