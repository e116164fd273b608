package io.cohortroi.domain.metrics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * What is known of a mean from its sums.
 *
 * @param n values, at least 1
 * @param mean their mean
 * @param sd the population's standard deviation of them, at least 0
 */
public record Sample(long n, BigDecimal mean, BigDecimal sd) {
    private static final double OUTSIDE = 0.05;

    public Sample {
        if (n < 1 || sd.signum() < 0) {
            throw new IllegalArgumentException(
                    "a sample has at least 1 value and a deviation of at least 0, found " + n + " and " + sd);
        }
    }

    /** Two ends, low ≤ high. */
    public record Interval(BigDecimal low, BigDecimal high) {
        public boolean contains(BigDecimal value) {
            return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
        }
    }

    /**
     * The 95 % interval of the mean by Student's t, absent below two values. It errs for few values of a skewed
     * distribution, as a bootstrap of them does.
     *
     * <p>Worked: n = 100, mean 1.5, deviation 0.75: error 0.75 ÷ √99 = 0.0754, t = 1.984, so 1.350 to 1.650.
     */
    public Optional<Interval> interval() {
        if (n < 2) {
            return Optional.empty();
        }
        double half = StudentT.critical(OUTSIDE, (double) (n - 1)) * standardError();
        BigDecimal rounded = Decimals.round(half);
        return Optional.of(new Interval(Decimals.round(mean.subtract(rounded)), Decimals.round(mean.add(rounded))));
    }

    /** Of the mean: the deviation of a sample ÷ √n, which is the population's ÷ √(n − 1). Needs two values. */
    public double standardError() {
        return sd.doubleValue() / StrictMath.sqrt((double) (n - 1));
    }

    /** Both samples together. Worked: (1, mean 1) and (1, mean 3) are (2, mean 2, deviation 1). */
    public Sample plus(Sample other) {
        long together = Math.addExact(n, other.n);
        BigDecimal all = BigDecimal.valueOf(together);
        BigDecimal sum = mean.multiply(BigDecimal.valueOf(n)).add(other.mean.multiply(BigDecimal.valueOf(other.n)));
        BigDecimal apart = mean.subtract(other.mean);
        BigDecimal between = apart.multiply(apart)
                .multiply(BigDecimal.valueOf(n))
                .multiply(BigDecimal.valueOf(other.n))
                .divide(all.multiply(all), MathContext.DECIMAL64);
        BigDecimal within = squares().add(other.squares()).divide(all, MathContext.DECIMAL64);
        return new Sample(
                together,
                Decimals.ratio(sum, all),
                Decimals.round(within.add(between).sqrt(MathContext.DECIMAL64)));
    }

    private BigDecimal squares() {
        return sd.multiply(sd).multiply(BigDecimal.valueOf(n));
    }
}
