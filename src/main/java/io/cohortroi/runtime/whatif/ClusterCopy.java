package io.cohortroi.runtime.whatif;

import io.cohortroi.runtime.analyze.Analysis;
import io.cohortroi.runtime.importer.ImportReport;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.topology.Topics;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a live cluster as they stood when the copy was made, in one file: bytes and headers untouched, each
 * partition in its order. The cluster is only read, without a group, and need not stand still.
 */
final class ClusterCopy implements Analysis.Input {
    private static final List<String> REFERENCE =
            List.of(Topics.COHORTS, Topics.WORKFLOWS, Topics.CAPABILITIES, Topics.BASELINES, Topics.FINANCE_LEDGER);
    private static final List<String> EVENTS = List.of(Topics.LEARNERS, Topics.ACTIVITY, Topics.COMPLETIONS);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 20;

    private final Path file;
    private final long records;

    private ClusterCopy(Path file, long records) {
        this.file = file;
        this.records = records;
    }

    /** Reads the reference topics and the finance ledger, then the events, each to the end it has when it is asked. */
    static ClusterCopy of(Map<String, Object> client, String prefix, Path file) throws IOException {
        long records = 0;
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (List<String> group : List.of(REFERENCE, EVENTS)) {
                for (String topic : group) {
                    records += copy(client, prefix, topic, out);
                }
            }
        } catch (KafkaException e) {
            throw new IOException("the cluster cannot be read: " + e.getMessage(), e);
        }
        return new ClusterCopy(file, records);
    }

    private static long copy(Map<String, Object> client, String prefix, String topic, DataOutputStream out)
            throws IOException {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        long copied = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(prefix + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new IOException("there is no topic " + prefix + topic);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long movedNs = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                long before = copied;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    TopicPartition from = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < ends.getOrDefault(from, 0L)) {
                        write(out, topic, record);
                        copied++;
                    }
                }
                if (copied > before) {
                    movedNs = System.nanoTime();
                } else if (System.nanoTime() - movedNs > STALL_LIMIT.toNanos()) {
                    throw new IOException(
                            "the cluster gave nothing of " + prefix + topic + " for " + STALL_LIMIT.toSeconds() + " s");
                }
            }
        }
        return copied;
    }

    @Override
    public ImportReport publish(Map<String, Object> client, String prefix, ProgressListener progress)
            throws IOException {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        ImportTally tally = new ImportTally();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long sent = 0; sent < records; sent++) {
                String topic = in.readUTF();
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(prefix + topic, readBytes(in), readBytes(in));
                for (int headers = in.readInt(); headers > 0; headers--) {
                    record.headers().add(in.readUTF(), readBytes(in));
                }
                var unused = producer.send(record, (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
                tally.mapped(topic, 1);
                progress.progress("publishing events", sent + 1, records);
            }
            producer.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IOException("the copy was not taken: " + failed.getMessage(), failed);
        }
        return tally.report("cluster", records, 0);
    }

    private static void write(DataOutputStream out, String topic, ConsumerRecord<byte[], byte[]> record)
            throws IOException {
        out.writeUTF(topic);
        writeBytes(out, record.key());
        writeBytes(out, record.value());
        Header[] headers = record.headers().toArray();
        out.writeInt(headers.length);
        for (Header header : headers) {
            out.writeUTF(header.key());
            writeBytes(out, header.value());
        }
    }

    private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length > MOST_BYTES) {
            throw new IOException("a record has at most " + MOST_BYTES + " bytes, found " + length);
        }
        return length < 0 ? null : in.readNBytes(length);
    }
}
