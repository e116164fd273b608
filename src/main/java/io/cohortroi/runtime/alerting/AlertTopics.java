package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The topics of alerts and silences, and a way to set a silence. */
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
