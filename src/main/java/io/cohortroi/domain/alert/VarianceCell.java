package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;

/**
 * What the completions of one scope on one event day (UTC) add up to, as far as the variance rule needs it. Cells add
 * and subtract exactly; a day of which everything was taken away equals {@link #empty}.
 *
 * @param n completions that have a multiplier
 * @param roiSum sum of the multipliers, in units of 1e-12
 * @param roiSquareSum sum of their squares, in units of 1e-24
 * @param expectedSum sum of the baselines applied, in units of 1e-12
 * @param evidence sums of the bets; treated as a value here, never changed after it was handed over
 * @param breakdown the same completions by archetype and workflow, for the explanation of an alert
 */
public record VarianceCell(
        LocalDate day,
        long n,
        BigInteger roiSum,
        BigInteger roiSquareSum,
        BigInteger expectedSum,
        EvidenceSums evidence,
        Breakdown breakdown) {

    private static final int DECIMALS = 12;

    public static VarianceCell empty(LocalDate day) {
        return new VarianceCell(
                day, 0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, EvidenceSums.empty(), Breakdown.EMPTY);
    }

    /**
     * The cell of a single completion, or of its removal.
     *
     * @param roi multiplier with at most 12 decimals, at least 0
     * @param baseline with at most 12 decimals, above 0
     * @param sign +1 adds, -1 takes away
     */
    public static VarianceCell of(
            LocalDate day, BigDecimal roi, BigDecimal baseline, String archetype, String workflowId, int sign) {
        EvidenceSums evidence = EvidenceSums.empty();
        evidence.add(roi, baseline, sign);
        BigInteger factor = BigInteger.valueOf(sign);
        BigInteger roiUnits = units(roi);
        GroupSums group =
                new GroupSums(sign, roiUnits.multiply(factor), units(baseline).multiply(factor));
        return new VarianceCell(
                day,
                sign,
                group.roiSum(),
                roiUnits.multiply(roiUnits).multiply(factor),
                group.expectedSum(),
                evidence,
                Breakdown.of(archetype, workflowId, group));
    }

    private static BigInteger units(BigDecimal value) {
        return value.setScale(DECIMALS).unscaledValue();
    }

    public VarianceCell merge(VarianceCell other) {
        if (!day.equals(other.day)) {
            throw new IllegalArgumentException("cells of one day merge, found " + day + " and " + other.day);
        }
        EvidenceSums sums = evidence.copy();
        sums.merge(other.evidence);
        return new VarianceCell(
                day,
                n + other.n,
                roiSum.add(other.roiSum),
                roiSquareSum.add(other.roiSquareSum),
                expectedSum.add(other.expectedSum),
                sums,
                breakdown.merge(other.breakdown));
    }

    public boolean isZero() {
        return n == 0
                && roiSum.signum() == 0
                && roiSquareSum.signum() == 0
                && expectedSum.signum() == 0
                && evidence.isZero()
                && breakdown.isEmpty();
    }

    public void write(BinaryWriter out) {
        out.writeSigned(day.toEpochDay()).writeSigned(n);
        out.writeBigInteger(roiSum).writeBigInteger(roiSquareSum).writeBigInteger(expectedSum);
        evidence.write(out);
        breakdown.write(out);
    }

    public static VarianceCell read(BinaryReader in) {
        return new VarianceCell(
                LocalDate.ofEpochDay(in.readSigned()),
                in.readSigned(),
                in.readBigInteger(),
                in.readBigInteger(),
                in.readBigInteger(),
                EvidenceSums.read(in),
                Breakdown.read(in));
    }
}
