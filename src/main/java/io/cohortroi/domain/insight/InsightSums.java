package io.cohortroi.domain.insight;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Moments;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What insights and calibration need to know of one cohort or archetype: a few sums per component, workflow and baseline
 * version of the catalogue, none per learner. Sums form a group: a difference of two may hold negative numbers, and what
 * was added and taken back leaves no cell behind.
 *
 * @param newest newest event time seen; never goes back, absent before the first
 * @param cells none of them zero
 */
public record InsightSums(@Nullable Instant newest, SortedMap<InsightCell, Moments> cells) {
    public static final InsightSums ZERO = new InsightSums(null, new TreeMap<>());

    public InsightSums {
        TreeMap<InsightCell, Moments> kept = new TreeMap<>(cells);
        kept.values().removeIf(Moments::isZero);
        cells = Collections.unmodifiableSortedMap(kept);
    }

    /** What a booking means for its cohort; {@code sign} -1 takes it back. */
    public static InsightSums ofCohort(Booking booking, int sign) {
        TreeMap<InsightCell, Moments> cells = new TreeMap<>();
        cells.put(
                new InsightCell(InsightCell.Kind.COMPLETIONS, booking.workflowId()),
                Moments.count(1).signed(sign));
        if (booking.multiplier() != null) {
            cells.put(
                    new InsightCell(InsightCell.Kind.EXPECTED, ""),
                    Moments.of(booking.baseline()).signed(sign));
        }
        return new InsightSums(booking.completedAt(), cells);
    }

    /** What a booking means for its archetype; {@code sign} -1 takes it back. */
    public static InsightSums ofArchetype(Booking booking, int sign) {
        TreeMap<InsightCell, Moments> cells = new TreeMap<>();
        BigDecimal multiplier = booking.multiplier();
        if (multiplier != null) {
            Moments one = Moments.of(multiplier).signed(sign);
            cells.put(new InsightCell(InsightCell.Kind.REALISED, booking.workflowId()), one);
            cells.put(new InsightCell(InsightCell.Kind.BASELINE, Integer.toString(booking.baselineVersion())), one);
        }
        return new InsightSums(booking.completedAt(), cells);
    }

    /** What a booking means for what its workflow costs, in the month of {@code completed_at} (UTC). */
    public static InsightSums ofWorkflow(Booking booking, int sign) {
        String month =
                YearMonth.from(booking.completedAt().atZone(ZoneOffset.UTC)).toString();
        TreeMap<InsightCell, Moments> cells = new TreeMap<>();
        BigDecimal before = booking.cost().subtract(booking.costAdjustment());
        cells.put(
                new InsightCell(InsightCell.Kind.CHARGED, month),
                Moments.of(before).signed(sign));
        if (booking.costAdjustment().signum() != 0) {
            cells.put(
                    new InsightCell(InsightCell.Kind.ADJUSTED, month),
                    Moments.of(booking.costAdjustment()).signed(sign));
        }
        return new InsightSums(null, cells);
    }

    public InsightSums plus(InsightSums other) {
        TreeMap<InsightCell, Moments> sum = new TreeMap<>(cells);
        other.cells.forEach((cell, moments) -> sum.merge(cell, moments, Moments::plus));
        return new InsightSums(later(newest, other.newest), sum);
    }

    public InsightSums negated() {
        TreeMap<InsightCell, Moments> negated = new TreeMap<>();
        cells.forEach((cell, moments) -> negated.put(cell, moments.negated()));
        return new InsightSums(newest, negated);
    }

    public Moments get(InsightCell.Kind kind, String id) {
        return cells.getOrDefault(new InsightCell(kind, id), Moments.ZERO);
    }

    /** All cells of a kind, by id. */
    public SortedMap<String, Moments> of(InsightCell.Kind kind) {
        SortedMap<String, Moments> found = new TreeMap<>();
        cells.forEach((cell, moments) -> {
            if (cell.kind() == kind) {
                found.put(cell.id(), moments);
            }
        });
        return found;
    }

    /** The later of two times, either of which may be absent. */
    public static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }

    public void write(BinaryWriter out) {
        out.writeNullable(newest, BinaryWriter::writeInstant);
        out.writeUnsigned(cells.size());
        cells.forEach((cell, moments) -> {
            out.writeConstant(cell.kind()).writeString(cell.id());
            moments.write(out);
        });
    }

    public static InsightSums read(BinaryReader in) {
        Instant newest = in.readNullable(BinaryReader::readInstant);
        TreeMap<InsightCell, Moments> cells = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            InsightCell cell = new InsightCell(in.readConstant(InsightCell.Kind.values()), in.readString());
            cells.put(cell, Moments.read(in));
        }
        return new InsightSums(newest, cells);
    }
}
