package io.cohortroi.runtime.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** How far a group's committed offsets are behind the committed ends of its topics. */
public final class Lag {
    private static final long TIMEOUT_SECONDS = 15;

    private final Admin admin;
    private final String group;
    private final Set<String> topics;

    /** @param topics full names; those that do not exist yet count as missing entirely */
    public Lag(Admin admin, String group, Set<String> topics) {
        this.admin = admin;
        this.group = group;
        this.topics = topics;
    }

    /**
     * @param total records (and transaction markers) up to the committed ends
     * @param left of them not yet committed as read
     */
    public record Reading(long total, long left) {
        public long done() {
            return total - left;
        }
    }

    public Reading read() {
        long total = 0;
        long left = 0;
        for (Reading reading : readByTopic().values()) {
            total += reading.total();
            left += reading.left();
        }
        return new Reading(total, left);
    }

    /** By full topic name; topics that do not exist fail the reading. */
    public SortedMap<String, Reading> readByTopic() {
        try {
            Map<String, TopicDescription> described =
                    admin.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<TopicPartition> partitions = new ArrayList<>();
            described.forEach((topic, description) -> description
                    .partitions()
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends = admin.listOffsets(
                            latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            SortedMap<String, Reading> readings = new TreeMap<>();
            for (TopicPartition partition : partitions) {
                ListOffsetsResult.ListOffsetsResultInfo end = ends.get(partition);
                OffsetAndMetadata position = committed.get(partition);
                long endOffset = end == null ? 0 : end.offset();
                long left = Math.max(0, endOffset - (position == null ? 0 : position.offset()));
                readings.merge(
                        partition.topic(),
                        new Reading(endOffset, left),
                        (a, b) -> new Reading(a.total() + b.total(), a.left() + b.left()));
            }
            return readings;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking for the lag", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the cluster did not say how far group " + group + " is", e);
        }
    }
}
