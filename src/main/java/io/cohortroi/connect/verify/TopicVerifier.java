package io.cohortroi.connect.verify;

import io.cohortroi.connect.file.JsonLine;
import io.cohortroi.connect.file.JsonScanner;
import io.cohortroi.connect.file.MalformedJsonException;
import io.cohortroi.connect.file.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Holds the files of a folder against the topic they were written from: every committed record of the offsets a file
 * covers must be one line of it, in order, unless a later null value of its key erased it; nothing else may be there.
 */
public final class TopicVerifier {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Storage storage;
    private final Map<String, Object> kafka;
    private final String eraseField;

    /** @param kafka client settings, {@code bootstrap.servers} among them */
    public TopicVerifier(Storage storage, Map<String, String> kafka, String eraseField) {
        this.storage = storage;
        this.kafka = Map.copyOf(kafka);
        this.eraseField = eraseField;
    }

    /** Compares all partitions of the topic, also those that have no file. */
    public TopicReport verify(String topic, List<PartitionFiles> files) throws IOException {
        Map<Integer, PartitionFiles> byPartition = new HashMap<>();
        files.stream().filter(p -> p.topic().equals(topic)).forEach(p -> byPartition.put(p.partition(), p));
        List<Finding> findings = new ArrayList<>();
        long compared = 0;
        long notWritten = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            for (int partition = 0; partition < consumer.partitionsFor(topic).size(); partition++) {
                PartitionFiles written =
                        byPartition.getOrDefault(partition, new PartitionFiles(topic, partition, List.of()));
                PartitionComparison comparison = compare(consumer, written);
                findings.addAll(comparison.findings());
                compared += comparison.compared();
                notWritten += comparison.notWritten();
            }
        }
        return new TopicReport(topic, compared, notWritten, findings);
    }

    private PartitionComparison compare(KafkaConsumer<byte[], byte[]> consumer, PartitionFiles written)
            throws IOException {
        TopicPartition partition = new TopicPartition(written.topic(), written.partition());
        Map<String, Long> erasedAt = new HashMap<>();
        read(consumer, partition, record -> {
            if (record.value() == null && record.key() != null && record.offset() < written.nextOffset()) {
                erasedAt.put(new String(record.key(), StandardCharsets.UTF_8), record.offset());
            }
        });
        PartitionComparison comparison = new PartitionComparison(written, storage);
        read(consumer, partition, record -> {
            byte[] line = line(record);
            if (line != null && !isErased(line, record.offset(), erasedAt)) {
                comparison.expect(record.offset(), line);
            }
        });
        comparison.finish(() -> origins(partition, erasedAt));
        return comparison;
    }

    private static byte @Nullable [] line(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return JsonLine.of(record.value());
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private boolean isErased(byte[] line, long offset, Map<String, Long> erasedAt) {
        if (erasedAt.isEmpty()) {
            return false;
        }
        boolean[] erased = {false};
        try {
            new JsonScanner(line).scan((name, text) -> {
                if (name.equals(eraseField) && erasedAt.getOrDefault(text, -1L) > offset) {
                    erased[0] = true;
                }
            });
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a line is JSON", e);
        }
        return erased[0];
    }

    private LineOrigins origins(TopicPartition partition, Map<String, Long> erasedAt) {
        Set<String> committed = new HashSet<>();
        Set<String> all = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
            read(consumer, partition, record -> {
                byte[] line = line(record);
                if (line != null) {
                    all.add(PartitionComparison.text(line));
                    if (!isErased(line, record.offset(), erasedAt)) {
                        committed.add(PartitionComparison.text(line));
                    }
                }
            });
        }
        Set<String> aborted = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
            read(consumer, partition, record -> {
                byte[] line = line(record);
                if (line != null && !all.contains(PartitionComparison.text(line))) {
                    aborted.add(PartitionComparison.text(line));
                }
            });
        }
        return new LineOrigins(committed, aborted);
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            Consumer<ConsumerRecord<byte[], byte[]>> action) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        for (long end : consumer.endOffsets(List.of(partition)).values()) {
            while (consumer.position(partition) < end) {
                consumer.poll(POLL).forEach(action);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", isolation);
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
