package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the alerts to one receiver, in the order of the topic, one at a time. The position is committed behind an alert
 * once the receiver took it, or it was not for the receiver, or a silence holds it back. While the receiver refuses, the
 * alert at the head is tried again and everything behind it waits in the topic.
 *
 * <p>What a crash costs: the alert that was delivered last may be delivered again.
 */
final class ReceiverWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiverWorker.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(30);

    private final Receiver receiver;
    private final WebhookForwarder.Options options;
    private final Clock clock;
    private final WebhookClient http = new WebhookClient();
    private final Backoff backoff;
    private final Deque<Delivery> queue = new ArrayDeque<>();
    private final HeldBack heldBack = new HeldBack();
    private final Map<TopicPartition, HeldBack.Stored> restored = new HashMap<>();
    private final Map<TopicPartition, Long> restoreUntil = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private long nextAttemptNanos = System.nanoTime();
    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile boolean closed;
    private volatile WebhookForwarder.Status status;

    ReceiverWorker(Receiver receiver, WebhookForwarder.Options options, Clock clock, long seed) {
        this.receiver = receiver;
        this.options = options;
        this.clock = clock;
        this.backoff = new Backoff(options.firstBackoff(), options.mostBackoff(), seed);
        this.status = new WebhookForwarder.Status(receiver.name(), 0, 0, false, "");
    }

    WebhookForwarder.Status status() {
        return status;
    }

    void stop() {
        closed = true;
        KafkaConsumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    @Override
    public void run() {
        while (!closed) {
            try {
                forward();
            } catch (WakeupException stopped) {
                LOG.debug("receiver {} is stopped", receiver.name());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (KafkaException e) {
                LOG.warn("alerts for receiver {} cannot be read, trying again", receiver.name(), e);
                try {
                    Thread.sleep(backoff.next().toMillis());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void forward() throws InterruptedException {
        queue.clear();
        try (SilencesReader silences =
                        new SilencesReader(options.clientProperties(), options.prefix(), BROKER_TIMEOUT);
                KafkaConsumer<String, byte[]> alerts = new KafkaConsumer<>(
                        consumerProperties(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = alerts;
            alerts.subscribe(List.of(options.prefix() + AlertTopics.ALERTS), new Assignment(alerts));
            while (!closed) {
                if (queue.isEmpty()) {
                    alerts.resume(alerts.paused());
                } else {
                    alerts.pause(alerts.assignment());
                }
                alerts.poll(POLL).forEach(record -> queue.add(delivery(record)));
                Silences current = silences.current();
                if (queue.isEmpty()) {
                    queue.addAll(heldBack.released(current, clock.instant()));
                }
                handle(alerts, current);
            }
        } finally {
            consumer = null;
        }
    }

    /** Works off the queue until it is empty or the receiver refuses. */
    private void handle(KafkaConsumer<String, byte[]> alerts, Silences silences) throws InterruptedException {
        while (!closed && !queue.isEmpty() && System.nanoTime() - nextAttemptNanos >= 0) {
            Delivery head = queue.element();
            if (isBehind(head)) {
                restore(head);
            } else if (head.value() == null || !receiver.accepts(head.value())) {
                heldBack.remove(head.fingerprint());
            } else if (silences.hold(head.value(), clock.instant())) {
                heldBack.put(head);
            } else if (attempt(head.value())) {
                heldBack.remove(head.fingerprint());
            } else {
                return;
            }
            queue.remove();
            if (!isBehind(head)) {
                commit(alerts, head);
            }
        }
    }

    /** Read again only to find what a silence held back before the restart. */
    private boolean isBehind(Delivery delivery) {
        return !delivery.released() && delivery.nextOffset() <= restoreUntil.getOrDefault(delivery.partition(), 0L);
    }

    private void restore(Delivery delivery) {
        HeldBack.Stored stored = restored.get(delivery.partition());
        if (stored != null && stored.holds(delivery.fingerprint())) {
            if (delivery.value() == null) {
                heldBack.remove(delivery.fingerprint());
            } else {
                heldBack.put(delivery);
            }
        }
    }

    private boolean attempt(ObjectNode alert) throws InterruptedException {
        byte[] body = WebhookMessage.of(alert, receiver.name(), options.externalUrl(), options.runbookUrl());
        Optional<String> failure = http.post(receiver, body, () -> closed);
        if (closed && failure.isPresent()) {
            return false;
        }
        WebhookForwarder.Status before = status;
        if (failure.isEmpty()) {
            backoff.succeeded();
            status = before.afterDelivery();
            return true;
        }
        Duration wait = backoff.next();
        nextAttemptNanos = System.nanoTime() + wait.toNanos();
        status = before.afterFailure(failure.get());
        LOG.warn(
                "alert {} was not delivered to receiver {} ({}), next attempt in {} ms",
                alert.path("fingerprint").asText(),
                receiver.name(),
                failure.get(),
                wait.toMillis());
        return false;
    }

    private void commit(KafkaConsumer<String, byte[]> alerts, Delivery handled) {
        TopicPartition partition = handled.partition();
        long position = Math.max(handled.nextOffset(), committed.getOrDefault(partition, 0L));
        committed.put(partition, position);
        alerts.commitSync(
                Map.of(partition, new OffsetAndMetadata(position, heldBack.metadata(partition))), BROKER_TIMEOUT);
    }

    private static Delivery delivery(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        ObjectNode value = null;
        if (record.value() != null) {
            try {
                value = Json.parseObject(record.value());
            } catch (IOException e) {
                LOG.error(
                        "the alert at {} partition {} offset {} is no JSON object and cannot be delivered",
                        record.topic(),
                        record.partition(),
                        record.offset());
            }
        }
        return new Delivery(partition, record.key(), value, record.offset() + 1, false);
    }

    private Map<String, Object> consumerProperties() {
        Map<String, Object> properties = new HashMap<>(options.clientProperties());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, options.group(receiver));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, options.group(receiver));
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        return properties;
    }

    /** Another instance of the program may take a partition over; what was not committed is its to deliver. */
    private final class Assignment implements ConsumerRebalanceListener {
        private final KafkaConsumer<String, byte[]> alerts;

        Assignment(KafkaConsumer<String, byte[]> alerts) {
            this.alerts = alerts;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> {
                queue.removeIf(each -> each.partition().equals(partition));
                heldBack.forget(partition);
                restored.remove(partition);
                restoreUntil.remove(partition);
                committed.remove(partition);
            });
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            alerts.committed(Set.copyOf(partitions), BROKER_TIMEOUT).forEach((partition, position) -> {
                if (position == null) {
                    return;
                }
                committed.put(partition, position.offset());
                HeldBack.Stored stored = HeldBack.Stored.of(position.metadata());
                if (!stored.isEmpty()) {
                    restored.put(partition, stored);
                    restoreUntil.put(partition, position.offset());
                    alerts.seekToBeginning(List.of(partition));
                }
            });
        }
    }
}
