package io.cohortroi.runtime.simulator;

import io.cohortroi.runtime.importer.EventProducer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the company live on after its past, so many events a second. Until it has caught up with the
 * clock it lives ten times as fast; from then on everything is stamped with the present, and no event is ever ahead of it.
 *
 * <p>A broker that does not answer is waited for. What was not acknowledged is told again with the same ids, after that
 * and after a restart, so that nothing is lost and the stream drops what came twice.
 */
public final class CompanyLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CompanyLife.class);

    private static final Duration BREATH = Duration.ofMillis(250);
    private static final double LONGEST_CATCH_UP_SECONDS = 1;
    private static final double HASTE_WHEN_BEHIND = 10;
    private static final Duration BEHIND = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final SimulatedCompany company;
    private final CompanyMemory memory;
    private final Map<String, Object> client;
    private final String prefix;
    private final double eventsPerSecond;
    private final InstantSource clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicLong told = new AtomicLong();

    /**
     * @param client bootstrap servers, and what security needs
     * @param prefix leads every topic; may be empty
     * @param eventsPerSecond above 0, once the present is reached; 2 is good to watch
     * @param clock the real time
     * @throws IllegalArgumentException where the pace is not above 0
     */
    public CompanyLife(
            CompanyMemory memory, Map<String, ?> client, String prefix, double eventsPerSecond, InstantSource clock) {
        if (!(eventsPerSecond > 0) || Double.isInfinite(eventsPerSecond)) {
            throw new IllegalArgumentException("events per second must be above 0, found " + eventsPerSecond);
        }
        this.company = memory.company();
        this.memory = memory;
        this.client = new HashMap<>(Map.of(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000,
                ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000));
        this.client.putAll(client);
        this.prefix = prefix;
        this.eventsPerSecond = eventsPerSecond;
        this.clock = clock;
        this.thread = new Thread(this::live, "company-life");
        this.thread.setDaemon(true);
    }

    /** To be called once, after the past is published. */
    public void start() {
        thread.start();
    }

    /** Events acknowledged since the start. */
    public long told() {
        return told.get();
    }

    /** What time it is in the company: never after the clock. */
    public Instant companyTime() {
        Instant lived = memory.livedUntil();
        Instant now = clock.instant();
        return lived.isAfter(now) ? now : lived;
    }

    /** Returns when nothing more is told; within seconds, even without a broker. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join(GOODBYE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(GOODBYE.toMillis());
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        Duration pause = Duration.ofSeconds(1);
        try {
            while (!isStoppedWithin(Duration.ZERO)) {
                long before = told.get();
                try (EventProducer producer = new EventProducer(client, prefix)) {
                    tell(producer);
                } catch (KafkaException e) {
                    pause = told.get() > before ? Duration.ofSeconds(1) : longer(pause);
                    LOG.warn("the simulated company waits {} for the broker: {}", pause, e.getMessage());
                    isStoppedWithin(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.error("the simulated company stands still: {}", e.getMessage());
        }
    }

    private void tell(EventProducer producer) throws IOException, InterruptedException {
        Iterator<Happening> life = company.life(memory.livedUntil());
        long last = System.nanoTime();
        double due = 0;
        while (!isStoppedWithin(BREATH)) {
            long now = System.nanoTime();
            due += Math.min((now - last) / 1e9, LONGEST_CATCH_UP_SECONDS) * pace();
            last = now;
            int count = (int) due;
            due -= count;
            if (count > 0) {
                memory.rememberLivedUntil(tellNext(count, life, producer));
                told.addAndGet(count);
            }
        }
    }

    private double pace() {
        boolean behind = memory.livedUntil().isBefore(clock.instant().minus(BEHIND));
        return behind ? eventsPerSecond * HASTE_WHEN_BEHIND : eventsPerSecond;
    }

    private Instant tellNext(int count, Iterator<Happening> life, EventProducer producer) {
        Instant until = Instant.EPOCH;
        for (int i = 0; i < count; i++) {
            Happening happening = life.next();
            producer.send(happening.toldAt(clock.instant()));
            until = happening.publishAt();
        }
        producer.flush();
        return until;
    }

    private boolean isStoppedWithin(Duration time) throws InterruptedException {
        return stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }
}
