package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the rules beside the variance stand for one subject.
 *
 * @param trendLookedAt the Monday at which the trend was last looked at
 * @param trend the alert of that rule that stands
 * @param outlier the alert of that rule that stands
 * @param refusals what a topic brought and what of it was refused; {@link Refusals#NONE} of what is no topic
 * @param quality the alert of that rule that stands
 * @param ended when the last alert of each rule ended, by the rule's id, while its last value is still published
 * @param unsaid of every alert, the variance's too, that stands otherwise than was last published: what was, by the rule's id
 */
public record RuleState(
        @Nullable LocalDate trendLookedAt,
        @Nullable Alert trend,
        @Nullable Alert outlier,
        DriftState drift,
        Refusals refusals,
        @Nullable Alert quality,
        NavigableMap<String, Instant> ended,
        NavigableMap<String, Alert> unsaid) {

    public static final RuleState INITIAL = new RuleState(
            null,
            null,
            null,
            DriftState.INITIAL,
            Refusals.NONE,
            null,
            Collections.emptyNavigableMap(),
            Collections.emptyNavigableMap());

    public RuleState withTrend(@Nullable LocalDate lookedAt, @Nullable Alert standing) {
        return new RuleState(lookedAt, standing, outlier, drift, refusals, quality, ended, unsaid);
    }

    public RuleState withOutlier(@Nullable Alert standing) {
        return new RuleState(trendLookedAt, trend, standing, drift, refusals, quality, ended, unsaid);
    }

    public RuleState withDrift(DriftState next) {
        return new RuleState(trendLookedAt, trend, outlier, next, refusals, quality, ended, unsaid);
    }

    public RuleState withRefusals(Refusals next) {
        return new RuleState(trendLookedAt, trend, outlier, drift, next, quality, ended, unsaid);
    }

    public RuleState withQuality(@Nullable Alert standing) {
        return new RuleState(trendLookedAt, trend, outlier, drift, refusals, standing, ended, unsaid);
    }

    public RuleState withEnded(NavigableMap<String, Instant> next) {
        return new RuleState(trendLookedAt, trend, outlier, drift, refusals, quality, next, unsaid);
    }

    public RuleState withUnsaid(NavigableMap<String, Alert> next) {
        return new RuleState(trendLookedAt, trend, outlier, drift, refusals, quality, ended, next);
    }

    public void write(BinaryWriter out) {
        writeDay(out, trendLookedAt);
        out.writeNullable(trend, AlertBinary::write);
        out.writeNullable(outlier, AlertBinary::write);
        drift.write(out);
        refusals.write(out);
        out.writeNullable(quality, AlertBinary::write);
        out.writeUnsigned(ended.size());
        for (Map.Entry<String, Instant> each : ended.entrySet()) {
            out.writeString(each.getKey()).writeInstant(each.getValue());
        }
        out.writeUnsigned(unsaid.size());
        for (Map.Entry<String, Alert> each : unsaid.entrySet()) {
            AlertBinary.write(out.writeString(each.getKey()), each.getValue());
        }
    }

    public static RuleState read(BinaryReader in) {
        LocalDate lookedAt = readDay(in);
        Alert trend = in.readNullable(AlertBinary::read);
        Alert outlier = in.readNullable(AlertBinary::read);
        DriftState drift = DriftState.read(in);
        Refusals refusals = Refusals.read(in);
        Alert quality = in.readNullable(AlertBinary::read);
        NavigableMap<String, Instant> ended = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            ended.put(in.readString(), in.readInstant());
        }
        NavigableMap<String, Alert> unsaid = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            unsaid.put(in.readString(), AlertBinary.read(in));
        }
        return new RuleState(lookedAt, trend, outlier, drift, refusals, quality, ended, unsaid);
    }

    static void writeDay(BinaryWriter out, @Nullable LocalDate day) {
        out.writeNullable(day, (to, value) -> to.writeSigned(value.toEpochDay()));
    }

    static @Nullable LocalDate readDay(BinaryReader in) {
        return in.readNullable(from -> LocalDate.ofEpochDay(from.readSigned()));
    }
}
