package io.cohortroi.connect;

import io.cohortroi.connect.file.SampleTopic;
import io.cohortroi.connect.file.SampleTopic.Sample;
import io.cohortroi.connect.file.Storage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** Does with a task what a Connect worker does, one step at a time, over one partition and a clock of its own. */
final class WorkerDriver implements SinkTaskContext {
    static final TopicPartition PARTITION = new TopicPartition("roi", 0);

    private final SampleTopic topic;
    private final JsonlSinkTask task;
    private final @Nullable ErrantRecordReporter reporter;
    private final List<SinkRecord> reported = new ArrayList<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private long clockMs;
    private long position;
    private long rewindTo = -1;
    private boolean paused;

    WorkerDriver(Storage storage, SampleTopic topic, boolean reporting) {
        this.topic = topic;
        this.task = new JsonlSinkTask(storage, () -> clockMs);
        this.reporter = reporting ? this::report : null;
    }

    void start(Map<String, String> properties) {
        task.initialize(this);
        task.start(properties);
        task.open(List.of(PARTITION));
    }

    /** One poll of at most so many records, one put, one commit; the clock moves on by a second. */
    void poll(int records) {
        clockMs += 1_000;
        if (rewindTo >= 0) {
            position = rewindTo;
            rewindTo = -1;
        }
        List<SinkRecord> batch = new ArrayList<>();
        for (Sample sample : topic.samples()) {
            if (!paused && sample.offset() >= position && batch.size() < records) {
                batch.add(record(sample));
            }
        }
        if (!batch.isEmpty()) {
            position = batch.get(batch.size() - 1).kafkaOffset() + 1;
        }
        task.put(batch);
        task.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)))
                .forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    /** Polls until every record was put and stayed put; gives up after a while. */
    void pollToTheEnd(int records) {
        long end = topic.samples().get(topic.samples().size() - 1).offset();
        for (int i = 0; i < 1_000 && (position <= end || paused || rewindTo >= 0); i++) {
            poll(records);
        }
        poll(records);
    }

    void close() {
        task.close(List.of(PARTITION));
        task.stop();
    }

    void waitFor(long ms) {
        clockMs += ms;
    }

    /** Makes the consumer go on somewhere else, as a new or shortened topic would. */
    void resetTo(long offset) {
        position = offset;
    }

    boolean isPaused() {
        return paused;
    }

    long committed() {
        return committed.getOrDefault(PARTITION, -1L);
    }

    List<SinkRecord> reported() {
        return reported;
    }

    private static SinkRecord record(Sample sample) {
        String value = sample.value();
        return new SinkRecord(
                PARTITION.topic(),
                PARTITION.partition(),
                null,
                sample.key(),
                null,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                sample.offset(),
                sample.timeMs(),
                TimestampType.LOG_APPEND_TIME);
    }

    private Future<Void> report(SinkRecord record, Throwable error) {
        reported.add(record);
        return CompletableFuture.completedFuture(null);
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
        rewindTo = offset;
    }

    @Override
    public void timeout(long timeoutMs) {}

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of(PARTITION);
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused = true;
    }

    @Override
    public void resume(TopicPartition... partitions) {
        paused = false;
    }

    @Override
    public void requestCommit() {}

    @Override
    @SuppressWarnings("NullAway") // Connect's way to say that no dead letter topic is configured
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        return reporter;
    }

    @Override
    public PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException("no worker, no metrics");
    }
}
