package io.cohortroi.domain.stage;

import io.cohortroi.domain.alert.VarianceCell;
import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.RoiSums;
import java.time.LocalDate;

/** One event day of a scope, kept for good. */
public record DayCell(RoiSums sums, VarianceCell variance) {
    public static DayCell empty(LocalDate day) {
        return new DayCell(RoiSums.ZERO, VarianceCell.empty(day));
    }

    public DayCell plus(Partial partial) {
        return new DayCell(sums.plus(partial.sums()), variance.merge(partial.variance()));
    }

    public void write(BinaryWriter out) {
        sums.write(out);
        variance.write(out);
    }

    public static DayCell read(BinaryReader in) {
        return new DayCell(RoiSums.read(in), VarianceCell.read(in));
    }
}
