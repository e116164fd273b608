package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.serde.ReferenceSerde;
import io.cohortroi.topology.serde.ReferenceSerde.Definition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The cohort definitions and single profiles of a cluster as they stand when asked, for whoever has no instance at hand. */
public final class CohortTopics {
    private final Map<String, ?> clientConfig;
    private final String prefix;
    private final Duration timeout;

    /** @param timeout after which a broker that gives nothing is given up */
    public CohortTopics(Map<String, ?> clientConfig, String prefix, Duration timeout) {
        this.clientConfig = clientConfig;
        this.prefix = prefix;
        this.timeout = timeout;
    }

    /**
     * Every valid definition, as the stream understands it.
     *
     * @throws KafkaException when the cluster does not answer in time or there is no such topic
     */
    public ReferenceData definitions() {
        ReferenceData data = ReferenceData.empty();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.COHORTS, null)) {
            Definition definition = ReferenceSerde.read(Kind.COHORT, record.key(), record.value())
                    .definition();
            data = definition == null ? data : apply(data, definition, record);
        }
        return data;
    }

    private static ReferenceData apply(
            ReferenceData data, Definition definition, ConsumerRecord<byte[], byte[]> record) {
        Object value = definition.value();
        return value == null
                ? data.without(Kind.COHORT, definition.id(), definition.version())
                : data.withCohort(new Versioned<>(
                        (CohortDefinition) value,
                        definition.version(),
                        definition.effectiveAt(),
                        new Place(Topics.COHORTS, record.partition(), record.offset()),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
    }

    /**
     * The latest profile of one learner; empty where there is none, or it was erased.
     *
     * @throws KafkaException when the cluster does not answer in time or there is no such topic
     */
    public Optional<ObjectNode> profile(String learnerId) {
        List<ConsumerRecord<byte[], byte[]>> all =
                read(Topics.LEARNER_PROFILES, learnerId.getBytes(StandardCharsets.UTF_8));
        return all.isEmpty() ? Optional.empty() : Optional.ofNullable(parsed(all.get(all.size() - 1)));
    }

    private static @Nullable ObjectNode parsed(ConsumerRecord<byte[], byte[]> record) {
        try {
            return record.value() == null ? null : Json.parseObject(record.value());
        } catch (IOException e) {
            throw new KafkaException("A profile at offset " + record.offset() + " is no JSON object.", e);
        }
    }

    /** The records of a topic in the order of each partition; with a key, only those of that key. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic, byte @Nullable [] key) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(TopicReader.consumerConfig("cohort-topics", clientConfig))) {
            List<PartitionInfo> all = consumer.partitionsFor(prefix + topic, timeout);
            if (all == null || all.isEmpty()) {
                throw new KafkaException("There is no topic " + prefix + topic + ".");
            }
            int only = key == null ? -1 : BuiltInPartitioner.partitionForKey(key, all.size());
            List<TopicPartition> partitions = all.stream()
                    .filter(info -> only < 0 || info.partition() == only)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
            long movedNs = System.nanoTime();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), timeout) < end.getValue())) {
                ConsumerRecords<byte[], byte[]> some = consumer.poll(Duration.ofMillis(200));
                for (ConsumerRecord<byte[], byte[]> record : some) {
                    if (key == null || Arrays.equals(key, record.key())) {
                        found.add(record);
                    }
                }
                if (!some.isEmpty()) {
                    movedNs = System.nanoTime();
                } else if (System.nanoTime() - movedNs > timeout.toNanos()) {
                    throw new KafkaException(
                            "The broker gave nothing of " + prefix + topic + " for " + timeout.toSeconds() + " s.");
                }
            }
        }
        return found;
    }
}
