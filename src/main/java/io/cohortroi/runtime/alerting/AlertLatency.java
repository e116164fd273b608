package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long a running instance takes from a completion to the alert it causes. One learner of a cohort of its own completes
 * at three times the cost, again and again; each completion changes the number of the cohort's alert, and the time runs
 * from before the completion is sent until a reader of committed records has that alert. Between two attempts lies a random pause, so
 * that they do not march in step with the commits. The instance must publish every change, {@code
 * alert.update.interval.ms=0}. At the end every completion is voided, so that no sum keeps them; the
 * learner stays.
 */
public final class AlertLatency {
    private static final long WARNING_NEEDS = 40;
    private static final int MOST_PAUSE_MS = 250;
    private static final Duration POLL = Duration.ofMillis(2);

    private final Map<String, Object> clientProperties;
    private final String prefix;
    private final Duration patience;
    private final String probe;
    private final Instant completedAt;
    private final SplittableRandom random;

    /**
     * @param clientProperties bootstrap servers and security settings of the cluster
     * @param patience how long to wait for one alert
     * @param now wall-clock time; names the probe and is the event time of its completions
     */
    public AlertLatency(
            Map<String, Object> clientProperties, String prefix, Duration patience, Instant now, long seed) {
        this.clientProperties = Map.copyOf(clientProperties);
        this.prefix = prefix;
        this.patience = patience;
        this.probe = "latency-probe-" + now.toEpochMilli();
        this.completedAt = now;
        this.random = new SplittableRandom(seed);
    }

    /**
     * @return microseconds of every attempt
     * @throws KafkaException when an alert does not come in time, or the cluster does not answer
     */
    public Histogram measure(int attempts) throws InterruptedException {
        Histogram micros = new Histogram(3);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                        with(ProducerConfig.ACKS_CONFIG, "all"), new StringSerializer(), new ByteArraySerializer());
                KafkaConsumer<String, byte[]> alerts = new KafkaConsumer<>(
                        with(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = AlertTopics.partitions(alerts, prefix + AlertTopics.ALERTS, patience);
            alerts.assign(partitions);
            alerts.seekToEnd(partitions);
            partitions.forEach(partition -> alerts.position(partition, patience));
            send(producer, "learners", learner());
            for (long n = 1; n <= WARNING_NEEDS; n++) {
                send(producer, "training-completions", completion(n));
            }
            awaitAlertOf(alerts, WARNING_NEEDS);
            for (long n = WARNING_NEEDS + 1; n <= WARNING_NEEDS + attempts; n++) {
                Thread.sleep(random.nextInt(MOST_PAUSE_MS));
                long before = System.nanoTime();
                send(producer, "training-completions", completion(n));
                awaitAlertOf(alerts, n);
                micros.recordValue((System.nanoTime() - before) / 1_000);
            }
            for (long n = 1; n <= WARNING_NEEDS + attempts; n++) {
                send(producer, "training-completions", voided(n));
            }
        }
        return micros;
    }

    private void awaitAlertOf(KafkaConsumer<String, byte[]> alerts, long n) {
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < until) {
            for (ConsumerRecord<String, byte[]> record : alerts.poll(POLL)) {
                if (record.value() != null && isOurs(record.value(), n)) {
                    return;
                }
            }
        }
        throw new KafkaException("No alert of completion " + n + " came within " + patience.toSeconds()
                + " s. Does an instance run, with alert.update.interval.ms=0 and a warning from " + WARNING_NEEDS
                + " completions or fewer?");
    }

    private boolean isOurs(byte[] value, long n) {
        try {
            ObjectNode alert = Json.parseObject(value);
            return alert.path("subject").asText().equals(probe)
                    && alert.path("rule").asText().equals("roi_variance")
                    && alert.path("n").asLong() == n;
        } catch (IOException e) {
            throw new KafkaException("A value of " + AlertTopics.ALERTS + " is no JSON object.", e);
        }
    }

    private ObjectNode learner() {
        return Json.object()
                .put("learner_id", probe)
                .put("status", "active")
                .put("registered_at", completedAt.toString())
                .put("updated_at", completedAt.toString())
                .put("cohort", probe);
    }

    private ObjectNode completion(long n) {
        return Json.object()
                .put("event_id", probe + "-" + n)
                .put("completion_id", probe + "-" + n)
                .put("learner_id", probe)
                .put("workflow_id", probe)
                .put("kind", "completed")
                .put("completed_at", completedAt.toString())
                .put("capabilities_added", 0)
                .put("duration_hours", BigDecimal.ONE)
                .put("completion_rate", BigDecimal.ONE)
                .put("cost", BigDecimal.ONE)
                .put("benefit", new BigDecimal("3"));
    }

    private ObjectNode voided(long n) {
        return completion(n)
                .put("event_id", probe + "-void-" + n)
                .put("kind", "voided")
                .put("revision", 1);
    }

    private void send(KafkaProducer<String, byte[]> producer, String topic, ObjectNode value) {
        try {
            producer.send(new ProducerRecord<>(prefix + topic, probe, Json.bytes(value)))
                    .get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new KafkaException("A probe was not stored in " + topic + ".", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted.", e);
        }
    }

    private Map<String, Object> with(String key, Object value) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(key, value);
        return properties;
    }
}
