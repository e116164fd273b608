package io.cohortroi.domain.stage;

import io.cohortroi.domain.alert.Refusals;
import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Membership;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one task has to tell one scope since it last did.
 *
 * @param newestEvent newest event time of a learner of the scope; absent where nothing newer was seen
 * @param extremes the completions that may be outliers of a cohort
 * @param refusals what a topic brought and what of it was refused
 */
public record ScopeDelta(
        Membership membership,
        @Nullable Instant newestEvent,
        NavigableMap<LocalDate, Partial> days,
        Extremes extremes,
        Refusals refusals) {

    /** What a task has to tell about a topic. */
    public static ScopeDelta of(Refusals refusals) {
        return new ScopeDelta(Membership.ZERO, null, new TreeMap<>(), Extremes.NONE, refusals);
    }

    public void write(BinaryWriter out) {
        membership.write(out);
        out.writeNullable(newestEvent, BinaryWriter::writeInstant);
        out.writeUnsigned(days.size());
        days.forEach((day, partial) -> {
            out.writeSigned(day.toEpochDay());
            partial.write(out);
        });
        extremes.write(out);
        refusals.write(out);
    }

    public static ScopeDelta read(BinaryReader in) {
        Membership membership = Membership.read(in);
        Instant newest = in.readNullable(BinaryReader::readInstant);
        NavigableMap<LocalDate, Partial> days = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            days.put(LocalDate.ofEpochDay(in.readSigned()), Partial.read(in));
        }
        return new ScopeDelta(membership, newest, days, Extremes.read(in), Refusals.read(in));
    }
}
