package io.cohortroi.domain.metrics;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Sums of ROI records, in integers, so that subtracting what was added leaves exactly what was there before. They form
 * a group: any order, any split, any merge ends equal, and a difference of two sums may hold negative numbers.
 *
 * @param completions final records, those at cost 0 included
 * @param noCost final records at cost 0
 * @param roi sum of multipliers, in 1e-12
 * @param roiSquares sum of squared multipliers, in 1e-24
 * @param expected sum of the baselines of the records that have a multiplier, in 1e-12
 * @param cost in minor units, as is {@code benefit}
 * @param completionRate sum of completion rates, in 1e-12
 */
public record RoiSums(
        long completions,
        long noCost,
        BigInteger roi,
        BigInteger roiSquares,
        BigInteger expected,
        BigInteger cost,
        BigInteger benefit,
        long capabilitiesAdded,
        BigInteger completionRate) {

    /** Decimals of multipliers, rates and every derived number. */
    public static final int SCALE = 12;

    public static final RoiSums ZERO = new RoiSums(
            0,
            0,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            0,
            BigInteger.ZERO);

    public static RoiSums of(Booking booking) {
        BigDecimal multiplier = booking.multiplier();
        boolean counted = multiplier != null;
        BigInteger roi = multiplier == null ? BigInteger.ZERO : unscaled(multiplier);
        return new RoiSums(
                1,
                counted ? 0 : 1,
                roi,
                roi.multiply(roi),
                counted ? unscaled(booking.baseline()) : BigInteger.ZERO,
                booking.cost().unscaledValue(),
                booking.benefit().unscaledValue(),
                booking.capabilitiesAdded(),
                unscaled(booking.completionRate()));
    }

    public RoiSums plus(RoiSums other) {
        return new RoiSums(
                completions + other.completions,
                noCost + other.noCost,
                roi.add(other.roi),
                roiSquares.add(other.roiSquares),
                expected.add(other.expected),
                cost.add(other.cost),
                benefit.add(other.benefit),
                capabilitiesAdded + other.capabilitiesAdded,
                completionRate.add(other.completionRate));
    }

    public RoiSums negated() {
        return new RoiSums(
                -completions,
                -noCost,
                roi.negate(),
                roiSquares.negate(),
                expected.negate(),
                cost.negate(),
                benefit.negate(),
                -capabilitiesAdded,
                completionRate.negate());
    }

    public boolean isZero() {
        return equals(ZERO);
    }

    /** Records that have a multiplier: the n of every mean. */
    public long withMultiplier() {
        return completions - noCost;
    }

    /** Mean of multipliers, half-up to {@value #SCALE} decimals; null without any. */
    public @Nullable BigDecimal meanRoi() {
        return mean(roi, withMultiplier());
    }

    /** Mean baseline of the records that have a multiplier; null without any. */
    public @Nullable BigDecimal expectedRoi() {
        return mean(expected, withMultiplier());
    }

    /** Total benefit / total cost; null at cost 0. */
    public @Nullable BigDecimal pooledRoi() {
        return quotient(new BigDecimal(benefit), new BigDecimal(cost));
    }

    public @Nullable BigDecimal meanCompletionRate() {
        return mean(completionRate, completions);
    }

    /** Total cost in major units / capabilities added; null without any. */
    public @Nullable BigDecimal costPerCapability(int minorDigits) {
        return quotient(new BigDecimal(cost, minorDigits), BigDecimal.valueOf(capabilitiesAdded));
    }

    /** Mean ROI against expected ROI, in percent: 1.33 against 1.50 is -11.333333333333. */
    public @Nullable BigDecimal variancePercent() {
        if (withMultiplier() == 0) {
            return null;
        }
        return quotient(new BigDecimal(roi.subtract(expected)).movePointRight(2), new BigDecimal(expected));
    }

    /** Standard deviation of the population of multipliers: sqrt(n·Σx² - (Σx)²) / n; null without any. */
    public @Nullable BigDecimal stddevRoi() {
        long n = withMultiplier();
        if (n == 0) {
            return null;
        }
        BigInteger squaredTimesN = roiSquares.multiply(BigInteger.valueOf(n)).subtract(roi.multiply(roi));
        // The square root is taken of an integer 10^12 times finer than the result, so that one rounding is left.
        BigInteger root = squaredTimesN.multiply(BigInteger.TEN.pow(2 * SCALE)).sqrt();
        return new BigDecimal(root, 2 * SCALE).divide(BigDecimal.valueOf(n), SCALE, RoundingMode.HALF_UP);
    }

    public BigDecimal totalCost(int minorDigits) {
        return new BigDecimal(cost, minorDigits);
    }

    public BigDecimal totalBenefit(int minorDigits) {
        return new BigDecimal(benefit, minorDigits);
    }

    public void write(BinaryWriter out) {
        out.writeSigned(completions).writeSigned(noCost);
        out.writeBigInteger(roi).writeBigInteger(roiSquares).writeBigInteger(expected);
        out.writeBigInteger(cost).writeBigInteger(benefit);
        out.writeSigned(capabilitiesAdded).writeBigInteger(completionRate);
    }

    public static RoiSums read(BinaryReader in) {
        return new RoiSums(
                in.readSigned(),
                in.readSigned(),
                in.readBigInteger(),
                in.readBigInteger(),
                in.readBigInteger(),
                in.readBigInteger(),
                in.readBigInteger(),
                in.readSigned(),
                in.readBigInteger());
    }

    private static BigInteger unscaled(BigDecimal value) {
        return value.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue();
    }

    private static @Nullable BigDecimal mean(BigInteger sum, long n) {
        return n == 0 ? null : new BigDecimal(sum, SCALE).divide(BigDecimal.valueOf(n), SCALE, RoundingMode.HALF_UP);
    }

    private static @Nullable BigDecimal quotient(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() == 0 ? null : dividend.divide(divisor, SCALE, RoundingMode.HALF_UP);
    }
}
