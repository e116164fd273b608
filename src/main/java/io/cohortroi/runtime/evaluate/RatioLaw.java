package io.cohortroi.runtime.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How ROI over baseline scatters around its mean: gamma and lognormal of a given coefficient of variation, or real
 * records drawn with replacement. Every law has mean 1 and is multiplied by the mean that is wanted.
 */
abstract class RatioLaw {
    private final String name;
    private final double cv;

    private RatioLaw(String name, double cv) {
        this.name = name;
        this.cv = cv;
    }

    String name() {
        return name;
    }

    /** Coefficient of variation. */
    double cv() {
        return cv;
    }

    /** One value of mean 1, at least 0. */
    abstract double draw(SplittableRandom random);

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s, cv %.2f", name, cv);
    }

    static RatioLaw gamma(double cv) {
        double shape = 1 / (cv * cv);
        return new RatioLaw("gamma", cv) {
            @Override
            double draw(SplittableRandom random) {
                return drawGamma(shape, random) / shape;
            }
        };
    }

    static RatioLaw lognormal(double cv) {
        double variance = StrictMath.log(1 + cv * cv);
        double sigma = Math.sqrt(variance);
        return new RatioLaw("lognormal", cv) {
            @Override
            double draw(SplittableRandom random) {
                return StrictMath.exp(sigma * random.nextGaussian() - variance / 2);
            }
        };
    }

    /** @param ratios of real records, at least one above 0 */
    static RatioLaw ofRecords(List<Double> ratios) {
        double mean = ratios.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        if (!(mean > 0)) {
            throw new IllegalArgumentException("records need a mean ratio above 0, found " + mean);
        }
        List<Double> scaled = new ArrayList<>();
        ratios.forEach(ratio -> scaled.add(ratio / mean));
        double squares = scaled.stream().mapToDouble(y -> (y - 1) * (y - 1)).sum();
        return new RatioLaw("records", Math.sqrt(squares / scaled.size())) {
            @Override
            double draw(SplittableRandom random) {
                return scaled.get(random.nextInt(scaled.size()));
            }
        };
    }

    /** Marsaglia and Tsang (2000), for a shape of at least 1. */
    private static double drawGamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double cube = 1 + c * x;
            if (cube > 0) {
                double v = cube * cube * cube;
                if (StrictMath.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
