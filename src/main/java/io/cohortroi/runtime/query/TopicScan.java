package io.cohortroi.runtime.query;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * All committed records of a topic as it stands when asked, tombstones, headers and all, partition by partition in
 * offset order, so that two readings of the same topic are the same records in the same order.
 */
public final class TopicScan {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final Map<String, ?> clientConfig;

    /** @param clientConfig bootstrap servers and security settings of the cluster */
    public TopicScan(Map<String, ?> clientConfig) {
        this.clientConfig = clientConfig;
    }

    /** Takes one record. */
    public interface Rows {
        void add(ConsumerRecord<byte[], byte[]> row) throws IOException;
    }

    /**
     * @param topic with prefix
     * @throws IOException when there is no such topic, the receiver fails, or the broker gives nothing for 30 s
     */
    public void read(String topic, Rows rows) throws IOException {
        forEachPartition(topic, (consumer, partition, end) -> read(consumer, partition, end, rows));
    }

    /** Does something with one partition, which lies at its beginning. */
    interface PartitionWork {
        void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) throws IOException;
    }

    void forEachPartition(String topic, PartitionWork work) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(TopicReader.consumerConfig("topic-scan", clientConfig))) {
            List<PartitionInfo> found = consumer.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                throw new IOException("There is no topic " + topic + ".");
            }
            List<TopicPartition> partitions = found.stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.pause(partitions);
            for (TopicPartition partition : partitions) {
                work.read(consumer, partition, ends.getOrDefault(partition, 0L));
            }
        }
    }

    /** From where the consumer stands up to {@code end}. */
    static void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Rows rows)
            throws IOException {
        consumer.resume(List.of(partition));
        long movedNs = System.nanoTime();
        long before = -1;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> polled :
                    consumer.poll(Duration.ofMillis(200)).records(partition)) {
                if (polled.offset() < end) {
                    rows.add(polled);
                }
            }
            long position = consumer.position(partition);
            if (position != before) {
                before = position;
                movedNs = System.nanoTime();
            } else if (System.nanoTime() - movedNs > STALL_LIMIT.toNanos()) {
                throw new IOException(
                        "the broker gave nothing of " + partition + " for " + STALL_LIMIT.toSeconds() + " s");
            }
        }
        consumer.pause(List.of(partition));
    }
}
