package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Fetches single records by their place, one at a time: enough for a person who opens one record. */
public final class RecordFetcher implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;

    public RecordFetcher(Map<String, ?> clientConfig, String prefix) {
        this.prefix = prefix;
        this.consumer = new KafkaConsumer<>(TopicReader.consumerConfig("record-fetcher", clientConfig));
    }

    /**
     * @param topic without prefix
     * @return empty when the record is no longer kept, or is not a JSON object
     */
    public synchronized Optional<ObjectNode> fetch(String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(prefix + topic, partition);
        consumer.assign(List.of(place));
        consumer.seek(place, offset);
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadlineNs) {
            for (ConsumerRecord<byte[], byte[]> found :
                    consumer.poll(Duration.ofMillis(200)).records(place)) {
                return found.offset() == offset ? parsed(found) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<ObjectNode> parsed(ConsumerRecord<byte[], byte[]> found) {
        try {
            return Optional.of(Json.parseObject(found.value()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
