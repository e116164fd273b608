package io.cohortroi.connect;

import io.cohortroi.connect.file.JsonLine;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.MalformedJsonException;
import io.cohortroi.connect.file.Storage;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * Moves records of its partitions to their files. Every {@link #put} ends with its records on disk, and offsets are
 * committed behind that; what Kafka knows as committed is only a hint, the files are asked at every {@link #open}.
 */
public final class JsonlSinkTask extends SinkTask {
    private final Storage storage;
    private final LongSupplier clockMs;
    private final Map<TopicPartition, AssignedPartition> partitions = new HashMap<>();
    private @Nullable JsonlSinkConfig config;
    private @Nullable ErrantRecordReporter reporter;

    public JsonlSinkTask() {
        this(new LocalStorage(), () -> System.nanoTime() / 1_000_000);
    }

    JsonlSinkTask(Storage storage, LongSupplier clockMs) {
        this.storage = storage;
        this.clockMs = clockMs;
    }

    @Override
    public String version() {
        return new JsonlSinkConnector().version();
    }

    @Override
    public void start(Map<String, String> properties) {
        config = new JsonlSinkConfig(properties);
        reporter = context.errantRecordReporter();
    }

    @Override
    public void open(Collection<TopicPartition> assigned) {
        JsonlSinkConfig started = started();
        for (TopicPartition assignedPartition : assigned) {
            AssignedPartition partition = new AssignedPartition(
                    assignedPartition, storage, started.files(), started.retryTimeoutMs(), context, clockMs);
            partitions.put(assignedPartition, partition);
            partition.open();
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        partitions.values().forEach(AssignedPartition::retry);
        for (SinkRecord record : records) {
            AssignedPartition partition =
                    partitions.get(new TopicPartition(record.originalTopic(), record.originalKafkaPartition()));
            if (partition == null) {
                throw new ConnectException("record of " + record.originalTopic() + "-" + record.originalKafkaPartition()
                        + ", which is not assigned to this task");
            }
            if (partition.accepts(record.originalKafkaOffset())) {
                write(record, partition);
            }
        }
        partitions.values().forEach(AssignedPartition::flush);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Map<TopicPartition, OffsetAndMetadata> durable = new HashMap<>();
        partitions.forEach((topicPartition, partition) -> {
            long offset = partition.durableOffset();
            if (offset >= 0 && current.containsKey(topicPartition)) {
                durable.put(topicPartition, new OffsetAndMetadata(offset));
            }
        });
        return durable;
    }

    @Override
    public void close(Collection<TopicPartition> revoked) {
        for (TopicPartition topicPartition : revoked) {
            AssignedPartition partition = partitions.remove(topicPartition);
            if (partition != null) {
                partition.close();
            }
        }
    }

    @Override
    public void stop() {
        partitions.values().forEach(AssignedPartition::close);
        partitions.clear();
    }

    private void write(SinkRecord record, AssignedPartition partition) {
        long offset = record.originalKafkaOffset();
        long timeMs = record.timestamp() == null ? 0 : record.timestamp();
        try {
            if (record.value() == null) {
                String key = key(record);
                partition.write(writer -> writer.erase(offset, timeMs, key));
            } else {
                byte[] line = JsonLine.of(bytes(record));
                partition.write(writer -> writer.append(offset, timeMs, line));
            }
        } catch (MalformedJsonException | DataException e) {
            report(record, e);
            partition.write(writer -> writer.skip(offset, timeMs));
        }
    }

    // With errors.tolerance=all the record goes to the dead letter topic, and is there before its offset is passed.
    private void report(SinkRecord record, Exception cause) {
        String what = record.originalTopic() + "-" + record.originalKafkaPartition() + " offset "
                + record.originalKafkaOffset() + " cannot become a line: " + cause.getMessage();
        ErrantRecordReporter to = reporter;
        if (to == null) {
            throw new ConnectException(
                    what + "; to pass such records over, set errors.tolerance=all and a dead letter topic");
        }
        try {
            to.report(record, new DataException(what)).get();
        } catch (ExecutionException e) {
            throw new ConnectException(what + "; and it could not be reported", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException(what + "; and reporting it was interrupted", e);
        }
    }

    private static byte[] bytes(SinkRecord record) {
        if (record.value() instanceof byte[] bytes) {
            return bytes;
        }
        if (record.value() instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw new ConnectException("the value is a " + record.value().getClass().getName()
                + "; value.converter must be ByteArrayConverter or StringConverter, which keep the order of fields");
    }

    private static String key(SinkRecord record) {
        if (record.key() instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (record.key() instanceof String text) {
            return text;
        }
        throw new DataException("a null value needs a key of bytes or text that says whose lines to erase");
    }

    private JsonlSinkConfig started() {
        JsonlSinkConfig current = config;
        if (current == null) {
            throw new IllegalStateException("the task was not started");
        }
        return current;
    }
}
