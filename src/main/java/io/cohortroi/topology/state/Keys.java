package io.cohortroi.topology.state;

import io.cohortroi.domain.learner.TimelineEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** Store keys. Ids hold no control characters, so a zero byte separates them and a learner's keys are contiguous. */
final class Keys {
    static final int TIME_BYTES = 12;

    private Keys() {}

    /** What all keys of an id begin with: the id and a zero byte. */
    static byte[] prefix(String id) {
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(utf8.length + 1).put(utf8).put((byte) 0).array();
    }

    static byte[] of(String id, String sub) {
        byte[] prefix = prefix(id);
        byte[] utf8 = sub.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(prefix.length + utf8.length)
                .put(prefix)
                .put(utf8)
                .array();
    }

    /** Sorted by time, then kind, then id. */
    static byte[] ofEntry(String learnerId, Instant at, TimelineEntry.Kind kind, String id) {
        byte[] prefix = prefix(learnerId);
        byte[] utf8 = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(prefix.length + TIME_BYTES + 1 + utf8.length)
                .put(prefix);
        putSortable(key, at);
        return key.put((byte) kind.name().charAt(0)).put(utf8).array();
    }

    static TimelineEntry entry(String learnerId, byte[] key, java.util.SortedMap<String, String> details) {
        ByteBuffer in = ByteBuffer.wrap(key);
        in.position(prefix(learnerId).length);
        Instant at = getSortable(in);
        char initial = (char) in.get();
        TimelineEntry.Kind kind = TimelineEntry.Kind.PROFILE;
        for (TimelineEntry.Kind candidate : TimelineEntry.Kind.values()) {
            if (candidate.name().charAt(0) == initial) {
                kind = candidate;
            }
        }
        byte[] id = new byte[in.remaining()];
        in.get(id);
        return new TimelineEntry(at, kind, new String(id, StandardCharsets.UTF_8), details);
    }

    /** Sorted by the time from which the completion waits no more. */
    static byte[] ofWaiting(Instant until, String learnerId, String completionId) {
        byte[] rest = of(learnerId, completionId);
        ByteBuffer key = ByteBuffer.allocate(TIME_BYTES + rest.length);
        putSortable(key, until);
        return key.put(rest).array();
    }

    static Waiting waiting(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key);
        Instant until = getSortable(in);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        int zero = 0;
        while (rest[zero] != 0) {
            zero++;
        }
        return new Waiting(
                until,
                new String(rest, 0, zero, StandardCharsets.UTF_8),
                new String(rest, zero + 1, rest.length - zero - 1, StandardCharsets.UTF_8));
    }

    record Waiting(Instant until, String learnerId, String completionId) {}

    /** The bytes from which on everything waits at least until {@code time}. */
    static byte[] waitingFrom(Instant time) {
        ByteBuffer key = ByteBuffer.allocate(TIME_BYTES);
        putSortable(key, time);
        return key.array();
    }

    static byte[] ofDay(String scopeKey, LocalDate day) {
        byte[] prefix = prefix(scopeKey);
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(day.toEpochDay() ^ Long.MIN_VALUE)
                .array();
    }

    static LocalDate day(String scopeKey, byte[] key) {
        return LocalDate.ofEpochDay(ByteBuffer.wrap(key).getLong(prefix(scopeKey).length) ^ Long.MIN_VALUE);
    }

    private static void putSortable(ByteBuffer out, Instant time) {
        out.putLong(time.getEpochSecond() ^ Long.MIN_VALUE).putInt(time.getNano());
    }

    private static Instant getSortable(ByteBuffer in) {
        long seconds = in.getLong() ^ Long.MIN_VALUE;
        return Instant.ofEpochSecond(seconds, in.getInt());
    }
}
