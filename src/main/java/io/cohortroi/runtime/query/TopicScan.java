package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed records of a topic as it stands when asked, tombstones, headers and all, partition by partition in
 * offset order, so that two readings of the same topic are the same records in the same order. It reads without a group
 * and leaves nothing behind.
 *
 * <p>Topics are named with their prefix. Every method throws {@link IOException} when there is no such topic, the receiver
 * fails, or the broker gives nothing for as long as one is patient.
 */
public final class TopicScan {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, ?> clientConfig;
    private final Duration patience;

    /** @param clientConfig bootstrap servers and security settings of the cluster */
    public TopicScan(Map<String, ?> clientConfig) {
        this(clientConfig, PATIENCE);
    }

    /** @param patience how long a broker may give nothing */
    public TopicScan(Map<String, ?> clientConfig, Duration patience) {
        this.clientConfig = clientConfig;
        this.patience = patience;
    }

    /** Takes one record. */
    public interface Rows {
        void add(ConsumerRecord<byte[], byte[]> row) throws IOException;
    }

    /** Takes one record of one of several topics, which is named without prefix. */
    public interface TopicRows {
        void add(String topic, ConsumerRecord<byte[], byte[]> row) throws IOException;
    }

    /** Takes one value. */
    public interface Values {
        void add(ObjectNode value) throws IOException;
    }

    public void read(String topic, Rows rows) throws IOException {
        forEachPartition(topic, (consumer, partition, end) -> read(consumer, partition, end, rows));
    }

    /** Several topics, one after the other. */
    public void read(String prefix, Collection<String> topics, TopicRows rows) throws IOException {
        for (String topic : topics) {
            read(prefix + topic, row -> rows.add(topic, row));
        }
    }

    /** The records of one key. */
    public void read(String topic, byte[] key, Rows rows) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = partitions(consumer, topic);
            TopicPartition only = all.get(BuiltInPartitioner.partitionForKey(key, all.size()));
            forEach(
                    consumer,
                    List.of(only),
                    (same, partition, end) -> read(same, partition, end, row -> {
                        if (Arrays.equals(key, row.key())) {
                            rows.add(row);
                        }
                    }));
        }
    }

    /** Every value, each a JSON object; tombstones are none. */
    public void values(String topic, Values values) throws IOException {
        read(topic, row -> add(row, values));
    }

    /** The last value of every key that has one. */
    public SortedMap<String, byte[]> latest(String topic) throws IOException {
        SortedMap<String, byte[]> values = new TreeMap<>();
        latestRows(topic).forEach((key, row) -> values.put(key, row.value()));
        return values;
    }

    /** The last value of every key that has one, each a JSON object. */
    public SortedMap<String, ObjectNode> latestValues(String topic) throws IOException {
        SortedMap<String, ObjectNode> values = new TreeMap<>();
        for (Map.Entry<String, ConsumerRecord<byte[], byte[]>> each :
                latestRows(topic).entrySet()) {
            values.put(each.getKey(), object(each.getValue()));
        }
        return values;
    }

    private SortedMap<String, ConsumerRecord<byte[], byte[]>> latestRows(String topic) throws IOException {
        SortedMap<String, ConsumerRecord<byte[], byte[]>> latest = new TreeMap<>();
        read(topic, row -> {
            if (row.value() == null) {
                latest.remove(text(row.key()));
            } else {
                latest.put(text(row.key()), row);
            }
        });
        return latest;
    }

    /**
     * The final ROI record of every completion, voided ones too, without those of learners who were erased: of versions
     * 0, 2, 1 of a completion only 2. Every partition is read twice, which keeps no record in memory but its place, about
     * 150 bytes a completion of one partition.
     */
    public void finalRecords(String topic, Values values) throws IOException {
        forEachPartition(topic, (consumer, partition, end) -> {
            FinalVersions versions = new FinalVersions();
            read(consumer, partition, end, row -> {
                if (row.key() != null && row.value() == null) {
                    versions.erase(text(row.key()));
                } else if (row.key() != null) {
                    versions.add(text(row.key()), object(row), row.offset());
                }
            });
            Set<Long> wanted = versions.offsets();
            consumer.seekToBeginning(List.of(partition));
            read(consumer, partition, end, row -> {
                if (wanted.contains(row.offset())) {
                    add(row, values);
                }
            });
        });
    }

    /** Does something with one partition, which lies at its beginning. */
    private interface PartitionWork {
        void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) throws IOException;
    }

    private void forEachPartition(String topic, PartitionWork work) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            forEach(consumer, partitions(consumer, topic), work);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(TopicReader.consumerConfig("topic-scan", clientConfig));
        // What is asked for exists; a fetch ahead, past the end of one partition, must not hold up the next one.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
        return new KafkaConsumer<>(config);
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) throws IOException {
        List<PartitionInfo> found = consumer.partitionsFor(topic, patience);
        if (found == null || found.isEmpty()) {
            throw new IOException("There is no topic " + topic + ".");
        }
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    private void forEach(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, PartitionWork work)
            throws IOException {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        consumer.pause(partitions);
        for (TopicPartition partition : partitions) {
            work.read(consumer, partition, ends.getOrDefault(partition, 0L));
        }
    }

    /** From where the consumer stands up to {@code end}. */
    private void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Rows rows)
            throws IOException {
        consumer.resume(List.of(partition));
        long movedNs = System.nanoTime();
        long before = -1;
        while (consumer.position(partition, patience) < end) {
            for (ConsumerRecord<byte[], byte[]> polled :
                    consumer.poll(Duration.ofMillis(200)).records(partition)) {
                if (polled.offset() < end) {
                    rows.add(polled);
                }
            }
            long position = consumer.position(partition, patience);
            if (position != before) {
                before = position;
                movedNs = System.nanoTime();
            } else if (System.nanoTime() - movedNs > patience.toNanos()) {
                throw new IOException(
                        "the broker gave nothing of " + partition + " for " + patience.toSeconds() + " s");
            }
        }
        consumer.pause(List.of(partition));
    }

    private static void add(ConsumerRecord<byte[], byte[]> row, Values values) throws IOException {
        if (row.value() != null) {
            values.add(object(row));
        }
    }

    private static ObjectNode object(ConsumerRecord<byte[], byte[]> row) throws IOException {
        try {
            return Json.parseObject(row.value());
        } catch (IOException e) {
            throw new IOException(
                    "The value at " + row.topic() + " partition " + row.partition() + " offset " + row.offset()
                            + " is no JSON object.",
                    e);
        }
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
