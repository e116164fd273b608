package io.cohortroi.runtime.importer;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends in large batches, acknowledged by all in-sync replicas, in order and without repeats. A record that could not be
 * delivered fails the next call.
 */
public final class EventProducer implements AutoCloseable {
    private static final Map<String, Object> DEFAULTS = Map.of(
            ProducerConfig.LINGER_MS_CONFIG, 20,
            ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024,
            ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 15_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    /**
     * One request in flight: with more, a partition whose leader is not ready yet (its topic is seconds old) refuses the
     * first batch and takes the second, and the first can never be appended again (OUT_OF_ORDER_SEQUENCE_NUMBER until the
     * delivery times out).
     */
    private static final Map<String, Object> REQUIRED = Map.of(
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1);

    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public EventProducer(Map<String, Object> client, String prefix) {
        Map<String, Object> settings = new HashMap<>(DEFAULTS);
        settings.putAll(client);
        settings.putAll(REQUIRED);
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.prefix = prefix;
    }

    public void send(ImportedEvent event) {
        requireDelivery();
        var unused = producer.send(
                new ProducerRecord<>(prefix + event.topic(), event.keyBytes(), event.valueBytes()),
                (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    /** Returns when everything sent so far is acknowledged. */
    public void flush() {
        producer.flush();
        requireDelivery();
    }

    @Override
    public void close() {
        producer.close();
    }

    private void requireDelivery() {
        Exception cause = failure.get();
        if (cause != null) {
            throw new KafkaException(cause.getMessage(), cause);
        }
    }
}
