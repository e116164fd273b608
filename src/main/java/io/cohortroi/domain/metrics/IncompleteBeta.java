package io.cohortroi.domain.metrics;

/**
 * The regularised incomplete beta function I(x; a, b), from which the tails of Student's t and Fisher's F follow. By its
 * continued fraction (DLMF 8.17.22) with the modified method of Lentz, in {@link StrictMath}, so that every platform
 * prints the same p-value. Relative error below 10^-9 for a and b up to 10^6.
 */
final class IncompleteBeta {
    private static final int MOST_STEPS = 10_000;
    private static final double CONVERGED = 1e-15;
    private static final double ALMOST_ZERO = 1e-300;

    /** Lanczos with g = 7 and nine terms. */
    private static final double[] LANCZOS = {
        0.9999999999998099,
        676.5203681218851,
        -1259.1392167224028,
        771.3234287776531,
        -176.6150291621406,
        12.507343278686905,
        -0.13857109526572012,
        9.984369578019572e-6,
        1.5056327351493116e-7
    };

    private IncompleteBeta() {}

    /**
     * I(x; a, b), rising from 0 at x = 0 to 1 at x = 1.
     *
     * @param complement 1 − x, given beside x because neither can be had exactly from the other when it is small
     */
    static double of(double x, double complement, double a, double b) {
        if (!(x >= 0 && complement >= 0 && a > 0 && b > 0)) {
            throw new IllegalArgumentException(
                    "I(x; a, b) needs x in [0, 1] and a, b > 0, found x = " + x + ", a = " + a + ", b = " + b);
        }
        if (x == 0) {
            return 0;
        }
        if (complement == 0) {
            return 1;
        }
        double front = StrictMath.exp(a * StrictMath.log(x) + b * StrictMath.log(complement) - logBeta(a, b));
        // The fraction converges fast left of the mean; right of it the mirrored one does.
        return x * (a + b + 2) < a + 1 ? front * fraction(x, a, b) / a : 1 - front * fraction(complement, b, a) / b;
    }

    static double logBeta(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_STEPS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / awayFromZero(1 + even * d);
            c = awayFromZero(1 + even / c);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / awayFromZero(1 + odd * d);
            c = awayFromZero(1 + odd / c);
            double step = d * c;
            value *= step;
            if (StrictMath.abs(step - 1) < CONVERGED) {
                return value;
            }
        }
        throw new IllegalStateException(
                "no value of I(" + x + "; " + a + ", " + b + ") after " + MOST_STEPS + " steps");
    }

    private static double awayFromZero(double value) {
        return StrictMath.abs(value) < ALMOST_ZERO ? ALMOST_ZERO : value;
    }

    /** ln Γ(x) for x ≥ 0.5. */
    private static double logGamma(double x) {
        double shifted = x - 1;
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (shifted + i);
        }
        double t = shifted + 7.5;
        return 0.5 * StrictMath.log(2 * StrictMath.PI) + (shifted + 0.5) * StrictMath.log(t) - t + StrictMath.log(sum);
    }
}
