package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What the variance rule keeps of one scope between looks. It is small: the cells themselves stay with the caller.
 *
 * @param closedThrough the last day that was looked at as a complete one; absent before the first look
 * @param evidenceAfter evidence counts the days after this one only: it was set to 0 at its end
 * @param epoch the first day of the baselines in force
 * @param detector the evidence at the end of {@code closedThrough}
 * @param standing the alert that stands
 */
public record VarianceState(
        @Nullable LocalDate closedThrough,
        @Nullable LocalDate evidenceAfter,
        @Nullable LocalDate epoch,
        EDetector detector,
        @Nullable Alert standing) {

    public static VarianceState initial() {
        return new VarianceState(null, null, null, EDetector.zero(), null);
    }

    public void write(BinaryWriter out) {
        writeDay(out, closedThrough);
        writeDay(out, evidenceAfter);
        writeDay(out, epoch);
        detector.write(out);
        out.writeNullable(standing, AlertBinary::write);
    }

    public static VarianceState read(BinaryReader in) {
        return new VarianceState(
                readDay(in), readDay(in), readDay(in), EDetector.read(in), in.readNullable(AlertBinary::read));
    }

    private static void writeDay(BinaryWriter out, @Nullable LocalDate day) {
        out.writeNullable(day, (to, value) -> to.writeSigned(value.toEpochDay()));
    }

    private static @Nullable LocalDate readDay(BinaryReader in) {
        return in.readNullable(from -> LocalDate.ofEpochDay(from.readSigned()));
    }
}
