package io.cohortroi.faults;

import io.cohortroi.simulation.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a feed at a steady pace, every record exactly once, in order, through whatever happens to the broker, and
 * remembers what was sent when.
 */
final class Load implements AutoCloseable {
    private final Feed feed;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Action> sent = new ArrayList<>();
    private final Map<String, Long> sentAtNanos = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final long pauseNanos;
    private volatile boolean stopped;
    private Thread thread;

    Load(String bootstrap, Feed feed, int perSecond) {
        this.feed = feed;
        this.pauseNanos = Duration.ofSeconds(1).toNanos() / perSecond;
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "linger.ms",
                        "5",
                        "delivery.timeout.ms",
                        "600000",
                        "max.block.ms",
                        "600000",
                        "compression.type",
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends now and waits until all of it is acknowledged. */
    void send(List<Action> actions) {
        actions.forEach(this::send);
        producer.flush();
        check();
    }

    void start() {
        thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!stopped && failure.get() == null) {
            try {
                send(feed.next());
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
            }
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private void send(Action action) {
        if (action.topic().equals("training-completions") && action.fields() != null) {
            sentAtNanos.putIfAbsent((String) action.fields().get("event_id"), System.nanoTime());
        }
        synchronized (sent) {
            sent.add(action);
        }
        var unused = producer.send(
                new ProducerRecord<>(action.topic(), action.keyBytes(), action.valueBytes()), (place, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }

    /** Stops and waits until everything is acknowledged. */
    void finish() {
        stopped = true;
        try {
            if (thread != null) {
                thread.join(600_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        check();
    }

    private void check() {
        if (failure.get() != null) {
            throw new AssertionError("the load could not be sent", failure.get());
        }
    }

    List<Action> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    int count() {
        synchronized (sent) {
            return sent.size();
        }
    }

    /** When the event was first sent; 0 for one that never was. */
    long sentAtNanos(String eventId) {
        return sentAtNanos.getOrDefault(eventId, 0L);
    }

    @Override
    public void close() {
        stopped = true;
        producer.close(Duration.ZERO);
    }
}
