package io.cohortroi.runtime.erasure;

import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.state.LearnerKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A topic, and how to recognise a learner's records in it. */
final class TopicPlace implements Place {
    private final String name;
    private final String topic;
    private final Kind kind;
    private final @Nullable String store;
    private final TopicScan scan;

    private TopicPlace(String name, String topic, Kind kind, @Nullable String store, TopicScan scan) {
        this.name = name;
        this.topic = topic;
        this.kind = kind;
        this.store = store;
        this.scan = scan;
    }

    /** A public topic. */
    static TopicPlace topic(String name, String prefix, Kind kind, TopicScan scan) {
        return new TopicPlace("topic " + name, prefix + name, kind, null, scan);
    }

    /** The changelog of a store: what the store holds, on whichever instance. */
    static TopicPlace store(String store, String changelog, TopicScan scan) {
        return new TopicPlace("store " + store, changelog, Kind.STATE, store, scan);
    }

    String topicName() {
        return topic;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Finding look(String learnerId) throws IOException {
        Search search = new Search(learnerId.getBytes(StandardCharsets.UTF_8));
        scan.read(topic, search::add);
        return search.finding();
    }

    private final class Search {
        private final byte[] id;
        private final byte[] quoted;
        private final TreeMap<String, Long> held = new TreeMap<>();
        private final TreeSet<Integer> partitions = new TreeSet<>();
        private long lookedAt;
        private long inLog;
        private long newestMs = -1;

        Search(byte[] id) {
            this.id = id;
            this.quoted = ('"' + new String(id, StandardCharsets.UTF_8) + '"').getBytes(StandardCharsets.UTF_8);
        }

        void add(ConsumerRecord<byte[], byte[]> stored) {
            lookedAt++;
            boolean keyed = stored.key() != null && isKey(stored.key());
            if (keyed) {
                partitions.add(stored.partition());
            }
            if (!keyed && !(kind == Kind.RETAINED && stored.value() != null && contains(stored.value(), quoted))) {
                return;
            }
            String key = stored.partition() + " "
                    + (stored.key() == null ? "" : HexFormat.of().formatHex(stored.key()));
            if (stored.value() == null) {
                held.remove(key);
                return;
            }
            inLog++;
            newestMs = Math.max(newestMs, stored.timestamp());
            boolean oneAKey = kind == Kind.STATE || kind == Kind.COMPACTED;
            held.merge(key, 1L, (before, one) -> oneAKey ? one : before + one);
        }

        private boolean isKey(byte[] key) {
            return store == null ? Arrays.equals(key, id) : LearnerKeys.isOf(store, key, id);
        }

        Finding finding() {
            return new Finding(
                    lookedAt,
                    held.values().stream().mapToLong(Long::longValue).sum(),
                    inLog,
                    newestMs < 0 ? null : Instant.ofEpochMilli(newestMs),
                    partitions);
        }
    }

    private static boolean contains(byte[] text, byte[] word) {
        for (int from = 0; from <= text.length - word.length; from++) {
            if (text[from] == word[0] && Arrays.equals(text, from, from + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }
}
