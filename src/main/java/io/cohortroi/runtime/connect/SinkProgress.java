package io.cohortroi.runtime.connect;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How far a sink is. A transaction leaves a marker behind its last record that no sink ever sees, so offsets alone do
 * not tell whether a topic is written out: what lies between the committed offset and the end is looked at.
 */
public final class SinkProgress {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> kafka;
    private final String group;

    /** @param group the consumer group of the connector: its name behind {@code connect-} */
    public SinkProgress(Map<String, String> kafka, String group) {
        this.kafka = Map.copyOf(kafka);
        this.group = group;
    }

    /** The offsets before which everything is on disk, as committed by now; partitions without a commit are absent. */
    public Map<TopicPartition, Long> committedOffsets() {
        try (Admin admin = Admin.create(kafka)) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()) {
                if (entry.getValue() != null) {
                    offsets.put(entry.getKey(), entry.getValue().offset());
                }
            }
            return offsets;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the offsets of group " + group + " cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the offsets of group " + group, e);
        }
    }

    /** Whether every committed record of the topics, as they end now, is on disk and its offset committed. */
    public boolean isDrained(Collection<String> topics) {
        Map<TopicPartition, Long> committed = committedOffsets();
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (String topic : topics) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
                consumer.assign(partitions);
                for (Map.Entry<TopicPartition, Long> end :
                        consumer.endOffsets(partitions).entrySet()) {
                    long from = committed.getOrDefault(end.getKey(), 0L);
                    if (holdsRecord(consumer, end.getKey(), from, end.getValue())) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    private static boolean holdsRecord(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from, long end) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (consumer.position(partition) < end) {
            if (!consumer.poll(POLL).isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
