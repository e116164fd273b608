package io.cohortroi.runtime.connect;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes lines to a topic in transactions until it is closed, one in five of them aborted on purpose. */
final class TransactionLoad implements AutoCloseable {
    private final String bootstrap;
    private final String topic;
    private final Random random;
    private final Duration pause;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong committed = new AtomicLong();
    private final AtomicLong aborted = new AtomicLong();
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    /** @param pause between transactions of 1 to 39 records */
    TransactionLoad(String bootstrap, String topic, long seed, Duration pause) {
        this.bootstrap = bootstrap;
        this.topic = topic;
        this.random = new Random(seed);
        this.pause = pause;
        this.thread = new Thread(this::run, "transaction-load");
        thread.start();
    }

    long committed() {
        return committed.get();
    }

    long aborted() {
        return aborted.get();
    }

    @Override
    public void close() throws InterruptedException {
        ending.set(true);
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback sees what fails
    private void run() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "transactional.id", topic + "-load", "linger.ms", "5");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            for (long n = 0; !ending.get(); ) {
                int records = 1 + random.nextInt(39);
                producer.beginTransaction();
                boolean abort = random.nextInt(5) == 0;
                for (int i = 0; i < records; i++) {
                    String key = "L" + random.nextInt(1_000);
                    producer.send(new ProducerRecord<>(topic, key, value(key, n++, abort)), this::sent);
                }
                if (abort) {
                    producer.flush();
                    producer.abortTransaction();
                    aborted.addAndGet(records);
                } else {
                    producer.commitTransaction();
                    committed.addAndGet(records);
                }
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void sent(@Nullable RecordMetadata place, @Nullable Exception error) {
        if (error != null) {
            failure = new IllegalStateException("a record was not written", error);
        }
    }

    private String value(String key, long n, boolean abort) {
        return "{\"timestamp\":\"2026-01-31T12:00:00Z\",\"learner_id\":\"" + key + "\",\"n\":" + n + ",\"aborted\":"
                + abort + ",\"text\":\"" + "x".repeat(random.nextInt(200)) + "\"}";
    }
}
