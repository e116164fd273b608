package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a topic brought and what of it was dead-lettered, by the event-time week in which the task's clock stood: refused
 * records often have no event time of their own. It adds in any order.
 *
 * @param clock the newest event time of the tasks that read the topic; absent before the first
 * @param weeks by the start of the week; the last {@value #KEPT} of them
 * @param all since the beginning
 */
public record Refusals(@Nullable Instant clock, NavigableMap<Instant, Counts> weeks, Counts all) {
    /** Weeks that may still matter: the current one, and the one of an alert that stands. */
    static final int KEPT = 4;

    public static final Refusals NONE = new Refusals(null, Collections.emptyNavigableMap(), new Counts(0, 0));

    /** {@code input} records, {@code deadLettered} of them refused. */
    public record Counts(long input, long deadLettered) {
        Counts plus(Counts other) {
            return new Counts(input + other.input, deadLettered + other.deadLettered);
        }
    }

    /** What a task counted while its clock stood there. */
    public static Refusals of(Instant clock, long input, long deadLettered) {
        Counts counts = new Counts(input, deadLettered);
        NavigableMap<Instant, Counts> weeks = new TreeMap<>();
        weeks.put(Window.weekOf(Window.dayOf(clock)).start(), counts);
        return new Refusals(clock, weeks, counts);
    }

    public Refusals plus(Refusals other) {
        NavigableMap<Instant, Counts> merged = new TreeMap<>(weeks);
        other.weeks.forEach((week, counts) -> merged.merge(week, counts, Counts::plus));
        while (merged.size() > KEPT) {
            merged.pollFirstEntry();
        }
        boolean newer = clock == null || (other.clock != null && other.clock.isAfter(clock));
        return new Refusals(newer ? other.clock : clock, merged, all.plus(other.all));
    }

    public void write(BinaryWriter out) {
        out.writeNullable(clock, BinaryWriter::writeInstant);
        out.writeUnsigned(weeks.size());
        weeks.forEach((week, counts) -> write(out.writeInstant(week), counts));
        write(out, all);
    }

    private static void write(BinaryWriter out, Counts counts) {
        out.writeSigned(counts.input()).writeSigned(counts.deadLettered());
    }

    public static Refusals read(BinaryReader in) {
        Instant clock = in.readNullable(BinaryReader::readInstant);
        NavigableMap<Instant, Counts> weeks = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            weeks.put(in.readInstant(), readCounts(in));
        }
        return new Refusals(clock, weeks, readCounts(in));
    }

    private static Counts readCounts(BinaryReader in) {
        return new Counts(in.readSigned(), in.readSigned());
    }
}
