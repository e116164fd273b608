package io.cohortroi.runtime.query;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics from their beginning, for ever, committed records only, on one thread of its own and without
 * a consumer group: every instance sees everything. After an error it starts over and tells the sink so.
 */
public final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CONTACT_EVERY = Duration.ofSeconds(2);
    private static final long PAUSE_MS = 500;
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(3);

    /** Where a record stands, when the broker appended it, in milliseconds since the epoch, and what it carries beside. */
    public record Origin(int partition, long offset, long appendedAtMs, Headers headers) {}

    /** Takes what is read; every method is called on the reader's thread. */
    public interface Sink {
        /** Everything is about to be read again from the beginning. */
        void restart();

        /**
         * @param topic without prefix
         * @param key null where the record has none
         * @param value null for a tombstone
         */
        void apply(String topic, @Nullable String key, byte @Nullable [] value, Origin origin);

        /**
         * One round is over.
         *
         * @param caughtUp everything present when reading began has been applied
         * @param lostSince since when the broker has not answered
         */
        void roundDone(boolean caughtUp, Optional<Instant> lostSince);

        /** Reading broke off; it will be tried again from the beginning. */
        void brokeOff(Instant lastContact);
    }

    private final Map<String, Object> config;
    private final String prefix;
    private final Set<String> topics;
    private final Sink sink;
    private final Clock clock;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> active;
    private Instant lastContact;

    /**
     * @param clientConfig bootstrap servers and security; what reading needs is set here
     * @param topics names without prefix
     */
    public TopicReader(
            String name, Map<String, ?> clientConfig, String prefix, Set<String> topics, Sink sink, Clock clock) {
        this.config = consumerConfig(name, clientConfig);
        this.prefix = prefix;
        this.topics = Set.copyOf(topics);
        this.sink = sink;
        this.clock = clock;
        this.lastContact = clock.instant();
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<byte[], byte[]> consumer = active;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String lastError = "";
        while (!isClosed()) {
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config)) {
                active = consumer;
                read(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("reading of {} was interrupted", topics);
            } catch (RuntimeException e) { // whatever it is: a page that stands still must not call itself live
                if (!e.toString().equals(lastError)) {
                    lastError = e.toString();
                    LOG.warn("reading {} failed and is tried again until it works: {}", topics, lastError);
                }
                sink.brokeOff(lastContact);
            } finally {
                active = null;
            }
            pause();
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer) {
        Collection<TopicPartition> partitions = awaitPartitions(consumer);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> targets = consumer.endOffsets(partitions);
        sink.restart();
        boolean caughtUp = false;
        Optional<Instant> lostSince = Optional.empty();
        Instant nextContact = clock.instant().plus(CONTACT_EVERY);
        while (!isClosed()) {
            consumer.poll(POLL).forEach(polled -> {
                byte @Nullable [] key = polled.key();
                String topic = polled.topic().substring(prefix.length());
                Origin origin = new Origin(polled.partition(), polled.offset(), polled.timestamp(), polled.headers());
                sink.apply(topic, key == null ? null : new String(key, StandardCharsets.UTF_8), polled.value(), origin);
            });
            caughtUp = caughtUp || reached(consumer, targets);
            if (!clock.instant().isBefore(nextContact)) {
                lostSince = brokerAnswers(consumer, partitions) ? Optional.empty() : Optional.of(lastContact);
                nextContact = clock.instant().plus(CONTACT_EVERY);
            }
            sink.roundDone(caughtUp, lostSince);
        }
    }

    /** Topics may be created after this starts; nothing is caught up until all of them are there. */
    private Collection<TopicPartition> awaitPartitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = List.of();
            while (found.isEmpty()) {
                if (isClosed()) {
                    throw new WakeupException();
                }
                found = Optional.ofNullable(consumer.partitionsFor(prefix + topic, BROKER_TIMEOUT))
                        .orElse(List.of());
                if (found.isEmpty()) {
                    pause();
                }
            }
            found.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        return partitions;
    }

    private static boolean reached(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> targets) {
        return targets.entrySet().stream().allMatch(target -> consumer.position(target.getKey()) >= target.getValue());
    }

    private boolean brokerAnswers(KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        try {
            consumer.endOffsets(partitions, BROKER_TIMEOUT);
            lastContact = clock.instant();
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            boolean unused = closed.await(PAUSE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("the pause before reading {} was cut short", topics);
        }
    }

    /** How every reader of outputs here is set up: committed records, no group, bytes. */
    static Map<String, Object> consumerConfig(String name, Map<String, ?> clientConfig) {
        Map<String, Object> config = new HashMap<>(clientConfig.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(ConsumerConfig.GROUP_ID_CONFIG))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return Map.copyOf(config);
    }
}
