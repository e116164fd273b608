package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The completions of some days together; integers, so that every comparison with a threshold is exact. */
record WindowSums(long n, BigInteger roiSum, BigInteger roiSquareSum, BigInteger expectedSum, Breakdown breakdown) {
    static final int DECIMALS = 12;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static WindowSums of(Collection<VarianceCell> cells) {
        WindowSums sums = new WindowSums(0, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, Breakdown.EMPTY);
        for (VarianceCell cell : cells) {
            sums = sums.plus(cell);
        }
        return sums;
    }

    WindowSums plus(VarianceCell cell) {
        return new WindowSums(
                n + cell.n(),
                roiSum.add(cell.roiSum()),
                roiSquareSum.add(cell.roiSquareSum()),
                expectedSum.add(cell.expectedSum()),
                breakdown.merge(cell.breakdown()));
    }

    /** 1 above what was expected, -1 below. */
    int direction() {
        return roiSum.compareTo(expectedSum);
    }

    boolean departsBeyond(BigDecimal percent) {
        if (n <= 0 || expectedSum.signum() <= 0) {
            return false;
        }
        BigDecimal departure = new BigDecimal(roiSum.subtract(expectedSum).abs());
        return departure.multiply(HUNDRED).compareTo(percent.multiply(new BigDecimal(expectedSum))) > 0;
    }

    @Nullable
    BigDecimal observed() {
        return mean(roiSum, n);
    }

    @Nullable
    BigDecimal expected() {
        return mean(expectedSum, n);
    }

    static @Nullable BigDecimal mean(BigInteger sum, long n) {
        return n <= 0
                ? null
                : new BigDecimal(sum, DECIMALS).divide(BigDecimal.valueOf(n), DECIMALS, RoundingMode.HALF_UP);
    }

    /** A number of units of 1e-12 as percent of what was expected. */
    @Nullable
    BigDecimal percentOfExpected(BigInteger units) {
        return percentOfExpected(new BigDecimal(units));
    }

    @Nullable
    BigDecimal percentOfExpected(BigDecimal units) {
        return expectedSum.signum() <= 0
                ? null
                : units.multiply(HUNDRED).divide(new BigDecimal(expectedSum), DECIMALS, RoundingMode.HALF_UP);
    }

    @Nullable
    BigDecimal variancePct() {
        return percentOfExpected(roiSum.subtract(expectedSum));
    }

    /**
     * Half the width of the 95 % interval of the mean: Student's quantile by the Cornish-Fisher expansion times the
     * standard error. Absent below 3 completions, where it would say nothing. It is an interval for this window alone,
     * not for having looked often; that is what the evidence is for.
     */
    @Nullable
    BigDecimal halfWidth() {
        if (n < 3) {
            return null;
        }
        return BigDecimal.valueOf(studentQuantile((double) n - 1) * standardError(n, roiSum, roiSquareSum))
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /** Of the mean of n values, from their sum in units of 1e-12 and that of their squares; 0 below two. */
    static double standardError(long n, BigInteger sum, BigInteger squareSum) {
        if (n < 2) {
            return 0;
        }
        BigInteger count = BigInteger.valueOf(n);
        BigInteger spread = squareSum.multiply(count).subtract(sum.pow(2));
        BigDecimal squaredError = new BigDecimal(spread, 2 * DECIMALS)
                .divide(new BigDecimal(count.pow(2).multiply(BigInteger.valueOf(n - 1))), MathContext.DECIMAL128);
        return Math.sqrt(Math.max(0, squaredError.doubleValue()));
    }

    /** The 0.975 quantile of Student's t, within 1 % from 3 degrees of freedom on and within 6 % at 2. */
    static double studentQuantile(double degrees) {
        double z = 1.959963984540054;
        double z2 = z * z;
        double first = z * (z2 + 1) / 4;
        double second = z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
        double third = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
        return z + first / degrees + second / (degrees * degrees) + third / Math.pow(degrees, 3);
    }
}
