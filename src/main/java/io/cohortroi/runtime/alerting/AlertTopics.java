package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What the topics of alerts and silences hold now, read once; and a way to set a silence. */
public final class AlertTopics {
    public static final String ALERTS = "roi-alerts";
    public static final String SILENCES = "silences";

    private final Map<String, Object> clientProperties;
    private final String prefix;
    private final Duration timeout;

    /** @param clientProperties bootstrap servers and security settings of the cluster */
    public AlertTopics(Map<String, Object> clientProperties, String prefix, Duration timeout) {
        this.clientProperties = Map.copyOf(clientProperties);
        this.prefix = prefix;
        this.timeout = timeout;
    }

    /**
     * The latest committed value of every key of a compacted topic.
     *
     * @param topic without prefix
     * @throws KafkaException when the cluster does not answer in time or the topic does not exist
     */
    public SortedMap<String, ObjectNode> latest(String topic) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        SortedMap<String, ObjectNode> values = new TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, prefix + topic, timeout);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), timeout) < end.getValue())) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    put(values, record);
                }
            }
        }
        return values;
    }

    /** @throws KafkaException when there is no such topic */
    static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic, Duration timeout) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, timeout);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("There is no topic " + topic + ".");
        }
        return found.stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    private static void put(Map<String, ObjectNode> values, ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            values.remove(record.key());
            return;
        }
        try {
            values.put(record.key(), Json.parseObject(record.value()));
        } catch (IOException e) {
            throw new KafkaException(
                    "The value at " + record.topic() + " partition " + record.partition() + " offset " + record.offset()
                            + " is no JSON object.",
                    e);
        }
    }

    /**
     * Sets a silence, or ends it.
     *
     * @param value null ends it
     * @throws KafkaException when it was not stored
     */
    public void putSilence(String silenceId, @Nullable ObjectNode value) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(prefix + SILENCES, silenceId, value == null ? null : Json.bytes(value)))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException("The silence was not stored.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("The silence may not be stored: interrupted.", e);
        }
    }
}
