package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Fetches single records by their place, one at a time, a few milliseconds each. Records never change, so the last 1,000
 * are remembered. When more than {@value #WAITING} askers wait, the next is sent away rather than kept waiting.
 */
public final class RecordFetcher implements AutoCloseable {
    static final int WAITING = 8;
    private static final int REMEMBERED = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Too many ask at once. */
    public static final class BusyException extends RuntimeException {
        BusyException() {
            super("More than " + WAITING + " records are being fetched. Try again in a moment.");
        }
    }

    private record Place(TopicPartition partition, long offset) {}

    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Semaphore places = new Semaphore(WAITING);
    private final Map<Place, ObjectNode> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, ObjectNode> eldest) {
            return size() > REMEMBERED;
        }
    });

    public RecordFetcher(Map<String, ?> clientConfig, String prefix) {
        this.prefix = prefix;
        Map<String, Object> config = new HashMap<>(TopicReader.consumerConfig("record-fetcher", clientConfig));
        // A fetch left waiting at the end of the log would hold up the next one.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 << 10);
        this.consumer = new KafkaConsumer<>(config);
    }

    /**
     * @param topic without prefix
     * @return empty when the record is no longer kept, or is not a JSON object
     * @throws BusyException when too many ask at once
     */
    public Optional<ObjectNode> fetch(String topic, int partition, long offset) {
        Place place = new Place(new TopicPartition(prefix + topic, partition), offset);
        ObjectNode known = remembered.get(place);
        if (known != null) {
            return Optional.of(known);
        }
        if (!places.tryAcquire()) {
            throw new BusyException();
        }
        try {
            Optional<ObjectNode> found = read(place);
            found.ifPresent(record -> remembered.put(place, record));
            return found;
        } finally {
            places.release();
        }
    }

    private synchronized Optional<ObjectNode> read(Place place) {
        consumer.assign(List.of(place.partition()));
        consumer.seek(place.partition(), place.offset());
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadlineNs) {
            for (ConsumerRecord<byte[], byte[]> found :
                    consumer.poll(Duration.ofMillis(100)).records(place.partition())) {
                return found.offset() == place.offset() ? parsed(found) : Optional.empty();
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
