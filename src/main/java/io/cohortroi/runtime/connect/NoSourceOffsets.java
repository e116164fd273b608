package io.cohortroi.runtime.connect;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** The worker asks for a store of source offsets; with sinks only it stays empty. */
final class NoSourceOffsets extends MemoryOffsetBackingStore {
    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }
}
