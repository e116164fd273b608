package io.cohortroi.domain.metrics;

/**
 * Student's t distribution. Worked: |t| ≥ 2.228138851986 has probability 0.05 with 10 degrees of freedom, and 1.96 comes
 * out as degrees of freedom grow.
 */
public final class StudentT {
    private static final int BISECTIONS = 200;

    private StudentT() {}

    /**
     * P(|T| ≥ |t|) in [0, 1].
     *
     * @param degreesOfFreedom greater than 0, not necessarily whole
     */
    public static double twoSidedP(double t, double degreesOfFreedom) {
        if (Double.isInfinite(t)) {
            return 0;
        }
        double square = t * t;
        double all = degreesOfFreedom + square;
        return IncompleteBeta.of(degreesOfFreedom / all, square / all, degreesOfFreedom / 2, 0.5);
    }

    /**
     * The t ≥ 0 with P(|T| ≥ t) = p: 12.706 for p = 0.05 and 1 degree of freedom.
     *
     * @param p in (0, 1]
     */
    public static double critical(double p, double degreesOfFreedom) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("a two-sided probability lies in (0, 1], found " + p);
        }
        double low = 0;
        double high = 1;
        while (twoSidedP(high, degreesOfFreedom) > p) {
            low = high;
            high *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (twoSidedP(middle, degreesOfFreedom) > p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
