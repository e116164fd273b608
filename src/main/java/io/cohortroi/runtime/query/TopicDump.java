package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed values of a topic as it stands when asked, partition by partition in offset order, so that two readings
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
        forEachPartition(
                topic,
                (consumer, partition, end) -> scan(consumer, partition, end, polled -> {
                    if (polled.value() != null) {
                        rows.add(Json.parseObject(polled.value()));
                    }
                }));
    }

    /**
     * The final ROI record of every completion, voided ones too, without those of learners who were erased: of versions
     * 0, 2, 1 of a completion only 2. Every partition is read twice, which keeps no record in memory but its place, about
     * 150 bytes a completion of one partition.
     *
     * @throws IOException as {@link #read}
     */
    public void readFinalRecords(String topic, Rows rows) throws IOException {
        forEachPartition(topic, (consumer, partition, end) -> {
            FinalVersions versions = new FinalVersions();
            scan(consumer, partition, end, polled -> {
                if (polled.key() != null) {
                    String learner = new String(polled.key(), StandardCharsets.UTF_8);
                    if (polled.value() == null) {
                        versions.erase(learner);
                    } else {
                        versions.add(learner, Json.parseObject(polled.value()), polled.offset());
                    }
                }
            });
            Set<Long> wanted = versions.offsets();
            consumer.seekToBeginning(List.of(partition));
            scan(consumer, partition, end, polled -> {
                if (polled.value() != null && wanted.contains(polled.offset())) {
                    rows.add(Json.parseObject(polled.value()));
                }
            });
        });
    }

    private interface PartitionWork {
        void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end) throws IOException;
    }

    private interface Records {
        void add(ConsumerRecord<byte[], byte[]> polled) throws IOException;
    }

    private void forEachPartition(String topic, PartitionWork work) throws IOException {
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
                work.read(consumer, partition, ends.getOrDefault(partition, 0L));
            }
        }
    }

    private static void scan(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Records records)
            throws IOException {
        consumer.resume(List.of(partition));
        long movedNs = System.nanoTime();
        long before = -1;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> polled :
                    consumer.poll(Duration.ofMillis(200)).records(partition)) {
                if (polled.offset() < end) {
                    records.add(polled);
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
