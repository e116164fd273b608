package io.cohortroi.domain.calibration;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.metrics.Decimals;
import java.math.BigDecimal;

/**
 * What final ROI records charge a workflow for a month.
 *
 * @param completions how many there are
 * @param before any adjustment, in major units
 * @param adjusted what the records carry of adjustments, in major units
 */
public record ChargedSums(long completions, BigDecimal before, BigDecimal adjusted) {
    public static final ChargedSums NOTHING = new ChargedSums(0, BigDecimal.ZERO, BigDecimal.ZERO);

    public ChargedSums {
        before = Decimals.plain(before);
        adjusted = Decimals.plain(adjusted);
    }

    public ChargedSums plus(ChargedSums other) {
        return new ChargedSums(completions + other.completions, before.add(other.before), adjusted.add(other.adjusted));
    }

    /** What the records say all in all. */
    public BigDecimal total() {
        return Decimals.plain(before.add(adjusted));
    }

    boolean isNothing() {
        return completions == 0 && before.signum() == 0 && adjusted.signum() == 0;
    }

    void write(BinaryWriter out) {
        out.writeSigned(completions).writeDecimal(before).writeDecimal(adjusted);
    }

    static ChargedSums read(BinaryReader in) {
        return new ChargedSums(in.readSigned(), in.readDecimal(), in.readDecimal());
    }
}
