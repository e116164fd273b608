package io.cohortroi.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/**
 * Sees when the program is in service again: when every partition of {@code roi-records} has a committed record of an
 * event that was sent after a given moment.
 */
final class ServiceWatch implements AutoCloseable {
    private static final Pattern EVENT = Pattern.compile("\"event_id\":\"([^\"]*)\"");

    private final Load load;
    private final AtomicLongArray newestSentNanos;
    private final Thread thread;
    private volatile boolean stopped;

    ServiceWatch(String bootstrap, Load load, int partitions) {
        this.load = load;
        this.newestSentNanos = new AtomicLongArray(partitions);
        this.thread = new Thread(() -> run(bootstrap), "service-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Milliseconds from the moment until all partitions are in service again. */
    long awaitService(long sinceNanos, Duration limit, BooleanSupplier stillPossible) {
        Awaitility.await()
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the program ended by itself", () -> !stillPossible.getAsBoolean())
                .until(() -> isInService(sinceNanos));
        return (System.nanoTime() - sinceNanos) / 1_000_000;
    }

    private boolean isInService(long sinceNanos) {
        for (int partition = 0; partition < newestSentNanos.length(); partition++) {
            if (newestSentNanos.get(partition) - sinceNanos <= 0) {
                return false;
            }
        }
        return true;
    }

    private void run(String bootstrap) {
        while (!stopped) {
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                    new StringDeserializer(),
                    new StringDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor("roi-records").stream()
                        .map(info -> new TopicPartition("roi-records", info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                while (!stopped) {
                    consumer.poll(Duration.ofMillis(50)).forEach(this::see);
                }
            } catch (KafkaException brokerIsDown) {
                Thread.onSpinWait();
            }
        }
    }

    private void see(ConsumerRecord<String, String> record) {
        Matcher event = EVENT.matcher(record.value() == null ? "" : record.value());
        if (event.find()) {
            long sent = load.sentAtNanos(event.group(1));
            newestSentNanos.accumulateAndGet(
                    record.partition(),
                    sent,
                    (known, next) -> next != 0 && (known == 0 || next - known > 0) ? next : known);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
