package io.cohortroi.runtime.bench;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What a sink task may ask of its worker, without a worker: there is no consumer to move, and nothing may go wrong. */
final class BenchContext implements SinkTaskContext {
    private final Set<TopicPartition> assignment;

    BenchContext(Collection<TopicPartition> assignment) {
        this.assignment = Set.copyOf(assignment);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        offsets.forEach(this::offset);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        if (offset != 0) {
            throw new IllegalStateException("a new folder begins at offset 0, not " + offset);
        }
    }

    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public Set<TopicPartition> assignment() {
        return assignment;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        throw new IllegalStateException("the sink could not write");
    }

    @Override
    public void resume(TopicPartition... partitions) {}

    @Override
    public void requestCommit() {}

    @Override
    @SuppressWarnings("NullAway") // Connect's way to say that no dead letter topic is configured
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return null;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("no worker, no metrics");
    }
}
