package io.cohortroi.domain.stage;

import io.cohortroi.domain.alert.VarianceCell;
import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.QuantileSketch;
import io.cohortroi.domain.metrics.RoiSums;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What bookings of one scope and one event day (UTC) add up to: the unit that is combined before the shuffle and merged
 * after it. A difference may hold negative numbers; the sum of all differences does not.
 */
public record Partial(RoiSums sums, QuantileSketch sketch, VarianceCell variance) {

    /** The day, in UTC, that a booking belongs to. */
    public static LocalDate dayOf(Booking booking) {
        return LocalDate.ofInstant(booking.completedAt(), ZoneOffset.UTC);
    }

    /** @param sign +1 to add the booking, -1 to take it back */
    public static Partial of(Booking booking, int sign) {
        LocalDate day = dayOf(booking);
        RoiSums sums = RoiSums.of(booking);
        QuantileSketch sketch = QuantileSketch.empty();
        VarianceCell variance = VarianceCell.empty(day);
        BigDecimal multiplier = booking.multiplier();
        if (multiplier != null) {
            sketch.add(multiplier, sign);
            variance = VarianceCell.of(
                    day, multiplier, booking.baseline(), booking.archetype().label(), booking.workflowId(), sign);
        }
        return new Partial(sign > 0 ? sums : sums.negated(), sketch, variance);
    }

    public Partial plus(Partial other) {
        QuantileSketch merged = sketch.copy();
        merged.merge(other.sketch);
        return new Partial(sums.plus(other.sums), merged, variance.merge(other.variance));
    }

    public void write(BinaryWriter out) {
        sums.write(out);
        sketch.write(out);
        variance.write(out);
    }

    public static Partial read(BinaryReader in) {
        return new Partial(RoiSums.read(in), QuantileSketch.read(in), VarianceCell.read(in));
    }
}
