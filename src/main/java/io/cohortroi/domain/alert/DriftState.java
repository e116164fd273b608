package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where the drift rule stands.
 *
 * @param closedThrough the last day that was looked at as a complete one
 * @param epoch the first day of the baseline in force; absent while the first one is
 */
public record DriftState(
        @Nullable LocalDate closedThrough,
        @Nullable LocalDate epoch,
        @Nullable Alert standing) {
    public static final DriftState INITIAL = new DriftState(null, null, null);

    void write(BinaryWriter out) {
        RuleState.writeDay(out, closedThrough);
        RuleState.writeDay(out, epoch);
        out.writeNullable(standing, AlertBinary::write);
    }

    static DriftState read(BinaryReader in) {
        return new DriftState(RuleState.readDay(in), RuleState.readDay(in), in.readNullable(AlertBinary::read));
    }
}
