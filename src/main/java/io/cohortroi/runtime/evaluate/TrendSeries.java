package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.metrics.WeekPoint;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Weekly ROI of a cohort that does not exist: every completion is drawn, from a gamma distribution around the week's
 * true mean, and the number of completions of a week is itself gamma distributed with a coefficient of variation of
 * 0.71, so that weeks are unequal and some are empty.
 *
 * @param shape how the true mean moves
 * @param cv coefficient of variation of one completion
 * @param completions mean number a week
 * @param shock standard deviation of a shock that all completions of a week share, as a share of the mean; 0 for none
 * @param shockCorrelation of one week's shock with the next
 */
record TrendSeries(Shape shape, double cv, int completions, double shock, double shockCorrelation) {
    private static final LocalDate FIRST_MONDAY = LocalDate.of(2024, 1, 1);
    private static final double BASE = 1.5;

    /** How the true mean multiplier moves, as a factor of what it begins with. */
    enum Shape {
        FLAT("flat", 0),
        UP_2("+2 % a week", 1),
        DOWN_2("-2 % a week", -1),
        UP_5("+5 % a week", 1),
        DOWN_5("-5 % a week", -1),
        STEP_UP("step +20 %", 1),
        STEP_DOWN("step -20 %", -1),
        SEASONAL("seasonal 15 %, 8 weeks", 0);

        private final String label;
        private final int sign;

        Shape(String label, int sign) {
            this.label = label;
            this.sign = sign;
        }

        String label() {
            return label;
        }

        /** 1 where the mean rises, −1 where it falls, 0 where it ends as it began. */
        int sign() {
            return sign;
        }

        private double factor(int week, int weeks) {
            return switch (this) {
                case FLAT -> 1;
                case UP_2 -> StrictMath.pow(1.02, week);
                case DOWN_2 -> StrictMath.pow(0.98, week);
                case UP_5 -> StrictMath.pow(1.05, week);
                case DOWN_5 -> StrictMath.pow(0.95, week);
                case STEP_UP -> week < weeks / 2 ? 1 : 1.2;
                case STEP_DOWN -> week < weeks / 2 ? 1 : 0.8;
                case SEASONAL -> 1 + 0.15 * StrictMath.sin(2 * StrictMath.PI * week / 8);
            };
        }
    }

    static TrendSeries of(Shape shape, double cv, int completions) {
        return new TrendSeries(shape, cv, completions, 0, 0);
    }

    List<WeekPoint> draw(int weeks, SplittableRandom random) {
        List<WeekPoint> points = new ArrayList<>(weeks);
        double shared = random.nextGaussian();
        for (int week = 0; week < weeks; week++) {
            double mean = BASE * shape.factor(week, weeks) * Math.max(0.1, 1 + shock * shared);
            int n = (int) Math.round(completions * gamma(2, random) / 2);
            points.add(week(FIRST_MONDAY.plusWeeks(week), n, mean, random));
            shared = shockCorrelation * shared
                    + Math.sqrt(1 - shockCorrelation * shockCorrelation) * random.nextGaussian();
        }
        return points;
    }

    private WeekPoint week(LocalDate monday, int n, double mean, SplittableRandom random) {
        if (n == 0) {
            return WeekPoint.empty(monday);
        }
        double form = 1 / (cv * cv);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double multiplier = mean * gamma(form, random) / form;
            sum += multiplier;
            squares += multiplier * multiplier;
        }
        double seen = sum / n;
        return new WeekPoint(monday, n, seen, Math.sqrt(Math.max(0, squares / n - seen * seen)));
    }

    /** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), for a shape of at least 1. */
    private static double gamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double cube = 1 + c * x;
            if (cube > 0) {
                double v = cube * cube * cube;
                if (Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
