package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * All committed values of a topic as it stands when asked, partition by partition in offset order, so that two readings
 * of the same topic are the same rows in the same order. Tombstones are no rows.
 */
public final class TopicDump {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final Map<String, ?> clientConfig;
    private final String prefix;

    public TopicDump(Map<String, ?> clientConfig, String prefix) {
        this.clientConfig = clientConfig;
        this.prefix = prefix;
    }

    /** Takes one value. */
    public interface Rows {
        void add(ObjectNode value) throws IOException;
    }

    /**
     * @param topic without prefix
     * @throws IOException when a value is no JSON object, the receiver fails, or the broker gives nothing for 30 s
     */
    public void read(String topic, Rows rows) throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(TopicReader.consumerConfig("topic-dump", clientConfig))) {
            List<TopicPartition> partitions = consumer.partitionsFor(prefix + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            consumer.pause(partitions);
            for (TopicPartition partition : partitions) {
                read(consumer, partition, ends.getOrDefault(partition, 0L), rows);
            }
        }
    }

    private static void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Rows rows)
            throws IOException {
        consumer.resume(List.of(partition));
        long movedNs = System.nanoTime();
        long before = -1;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> polled :
                    consumer.poll(Duration.ofMillis(200)).records(partition)) {
                if (polled.offset() < end && polled.value() != null) {
                    rows.add(Json.parseObject(polled.value()));
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
