package io.cohortroi.runtime.erasure;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.erasure.ErasureReport.Row;
import io.cohortroi.runtime.erasure.ErasureReport.Tombstone;
import io.cohortroi.runtime.erasure.Place.Kind;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.state.ErasureKey;
import io.cohortroi.topology.state.LearnerKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Looks for a learner everywhere, erases, and looks again until nothing is left or the time is over. */
public final class Erasure {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long TIMEOUT_SECONDS = 30;

    /** Places that the cleaner or retention still works on, and how. */
    private static final Map<Kind, String> HOW = Map.of(
            Kind.STATE, "ended values leave the log when the cleaner passes, once the partition is written to again",
            Kind.COMPACTED,
                    "ended values leave the log when the cleaner passes, once the partition is written to again",
            Kind.ENDED, "ended by a null value; retention removes the records",
            Kind.RETAINED, "retention removes the records",
            Kind.FILES, "rewritten without the learner's lines");

    private final Settings settings;
    private final Admin admin;
    private final Clock clock;
    private final List<Path> folders;
    private final TopicScan scan;
    private final String prefix;

    /** @param folders of JSONL files that must not hold the learner afterwards; at least the sink's */
    public Erasure(Settings settings, Admin admin, Collection<Path> folders, Clock clock) {
        this.settings = settings;
        this.admin = admin;
        this.clock = clock;
        this.folders = List.copyOf(folders);
        this.scan = new TopicScan(settings.kafka().clientProperties());
        this.prefix = settings.kafka().prefix();
    }

    /** Looks everywhere once and changes nothing. */
    public ErasureReport check(String learnerId) throws IOException {
        Instant started = clock.instant();
        List<Row> rows = new ArrayList<>();
        for (Place place : places()) {
            Finding found = place.look(learnerId);
            rows.add(row(place, found, found));
        }
        return new ErasureReport(hashOf(learnerId), started, clock.instant(), List.of(), true, rows);
    }

    /**
     * Erases. The null values go wherever the learner's records lie, since producers of other languages may not place
     * keys as ours does; for a learner nobody knows, where ours would.
     *
     * @param limit how long to wait for the stream and the files, together
     */
    public ErasureReport erase(String learnerId, Duration limit) throws IOException {
        Instant started = clock.instant();
        List<Place> places = places();
        Map<Place, Finding> before = new HashMap<>();
        TreeSet<Integer> partitions = new TreeSet<>();
        for (Place place : places) {
            Finding found = place.look(learnerId);
            before.put(place, found);
            if (isCoPartitioned(place)) {
                partitions.addAll(found.partitions());
            }
        }
        List<Tombstone> tombstones = sendNulls(learnerId, partitions);
        long deadlineNs = System.nanoTime() + limit.toNanos();
        boolean applied = awaitApplied(tombstones, deadlineNs);
        List<Row> rows = new ArrayList<>();
        for (Place place : places) {
            Finding found = place.look(learnerId);
            while (applied && isLeft(place, found) && System.nanoTime() < deadlineNs) {
                pause();
                found = place.look(learnerId);
            }
            rows.add(row(place, before.getOrDefault(place, found), found));
        }
        return new ErasureReport(hashOf(learnerId), started, clock.instant(), tombstones, applied, rows);
    }

    /** {@code hmac-sha256:} and 64 digits: the same as the stream keeps. */
    private String hashOf(String learnerId) {
        ErasureKey key = ErasureKey.of(settings.roi().erasureKey().reveal());
        return "hmac-sha256:" + HexFormat.of().formatHex(key.hash(learnerId.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (String topic : List.of(Topics.LEARNERS, Topics.LEARNER_PROFILES)) {
            places.add(TopicPlace.topic(topic, prefix, Kind.COMPACTED, scan));
        }
        places.add(TopicPlace.topic(Topics.ROI_RECORDS, prefix, Kind.ENDED, scan));
        for (String topic : List.of(
                Topics.ACTIVITY, Topics.COMPLETIONS, "xapi-statements", Topics.LATE_EVENTS, Topics.DEAD_LETTERS)) {
            places.add(TopicPlace.topic(topic, prefix, Kind.RETAINED, scan));
        }
        for (String store : LearnerKeys.STORES) {
            places.add(TopicPlace.store(store, StreamEngine.changelog(prefix, store), scan));
        }
        folders.forEach(folder -> places.add(new FilesPlace(folder)));
        return places;
    }

    private static boolean isCoPartitioned(Place place) {
        return place.kind() == Kind.STATE
                || Set.of("topic " + Topics.LEARNERS, "topic " + Topics.ACTIVITY, "topic " + Topics.COMPLETIONS)
                        .contains(place.name());
    }

    private static boolean isLeft(Place place, Finding found) {
        return place.kind() != Kind.RETAINED && found.held() > 0;
    }

    private List<Tombstone> sendNulls(String learnerId, Set<Integer> partitions) {
        Map<String, Object> config = new HashMap<>(settings.kafka().clientProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        byte[] key = learnerId.getBytes(StandardCharsets.UTF_8);
        List<Tombstone> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            String topic = prefix + Topics.LEARNERS;
            List<ProducerRecord<byte[], byte[]>> nulls = new ArrayList<>();
            partitions.forEach(partition -> nulls.add(new ProducerRecord<>(topic, partition, key, null)));
            if (nulls.isEmpty()) {
                nulls.add(new ProducerRecord<>(topic, key, null));
            }
            for (ProducerRecord<byte[], byte[]> each : nulls) {
                RecordMetadata stands = wait(producer.send(each));
                sent.add(new Tombstone(stands.partition(), stands.offset()));
            }
        }
        return sent;
    }

    /** Whether the stream has committed that it read them; what they cause is committed with it. */
    private boolean awaitApplied(List<Tombstone> tombstones, long deadlineNs) {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    wait(admin.listConsumerGroupOffsets(prefix + StreamEngine.APPLICATION)
                            .partitionsToOffsetAndMetadata());
            boolean all = tombstones.stream().allMatch(each -> {
                OffsetAndMetadata next = committed.get(new TopicPartition(prefix + Topics.LEARNERS, each.partition()));
                return next != null && next.offset() > each.offset();
            });
            if (all || System.nanoTime() >= deadlineNs) {
                return all;
            }
            pause();
        }
    }

    private Row row(Place place, Finding before, Finding after) {
        boolean mayStay = place.kind() == Kind.RETAINED;
        return new Row(
                place.name(),
                place.kind().name().toLowerCase(Locale.ROOT),
                after.lookedAt(),
                before.held(),
                after.held(),
                mayStay,
                after.inLog(),
                goneBy(place, after),
                HOW.getOrDefault(place.kind(), ""));
    }

    /**
     * Retention looks at whole segments, by their newest record: a record is gone at the latest after the time a segment
     * stays open and the retention. A cleaner that must not lag more than so long has passed after that.
     */
    private @org.jspecify.annotations.Nullable Instant goneBy(Place place, Finding found) {
        Instant newest = found.newestInLog();
        if (newest == null || !(place instanceof TopicPlace topic)) {
            return null;
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName());
        Map<String, String> config = new HashMap<>();
        for (Config each : wait(admin.describeConfigs(List.of(resource)).all()).values()) {
            each.entries().forEach(entry -> config.put(entry.name(), entry.value()));
        }
        boolean cleaned = place.kind() == Kind.STATE || place.kind() == Kind.COMPACTED;
        long ms = cleaned
                ? number(config, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG)
                : number(config, TopicConfig.RETENTION_MS_CONFIG);
        long open = cleaned ? 0 : number(config, TopicConfig.SEGMENT_MS_CONFIG);
        long longest = Duration.ofDays(365_000).toMillis();
        return ms < 0 || ms > longest || open < 0 || open > longest ? null : newest.plusMillis(ms + open);
    }

    private static long number(Map<String, String> config, String key) {
        return Long.parseLong(config.getOrDefault(key, "-1"));
    }

    private static <T> T wait(java.util.concurrent.Future<T> answer) {
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the cluster", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the cluster did not answer: " + e.getMessage(), e);
        }
    }

    private static <T> T wait(org.apache.kafka.common.KafkaFuture<T> answer) {
        return wait(answer.toCompletionStage().toCompletableFuture());
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting for the erasure", e);
        }
    }
}
