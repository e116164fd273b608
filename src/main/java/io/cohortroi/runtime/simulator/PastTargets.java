package io.cohortroi.runtime.simulator;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well each training of the past pays, so that the cohorts stand as planned when it ends.
 *
 * <p>A cohort's week has a mean: the plan's level, plus a shock that has neither mean nor slope over the past, all shifted until
 * the cohort's mean over all its trainings is the planned one. Within the week trainings differ by their weights and are scaled
 * so that the week's mean is exact. Worked: two trainings with weights 1 and 3 in a week of 1.5 pay 0.75 and 2.25.
 */
final class PastTargets {
    private static final double SHOCK = 0.03;

    private final Map<Training, Double> roi = new HashMap<>();

    PastTargets(long seed, Instant end, List<Training> trainings) {
        LocalDate lastMonday = mondayOf(end);
        for (CohortPlan cohort : CohortPlan.ALL) {
            List<List<Training>> weeks = new ArrayList<>();
            for (Training training : trainings) {
                CohortPlan home = training.member().cohortAt(training.completedAt());
                if (training.hasMultiplier() && cohort.equals(home)) {
                    int ago = (int) ChronoUnit.WEEKS.between(mondayOf(training.completedAt()), lastMonday);
                    while (weeks.size() <= ago) {
                        weeks.add(new ArrayList<>());
                    }
                    weeks.get(ago).add(training);
                }
            }
            scale(cohort, weeks, shocks(weeks, Dice.of(seed, "shocks", cohort.learners())));
        }
    }

    /** The multiplier to be reported; 1 for trainings without any, since it enters nothing. */
    double of(Training training) {
        return roi.getOrDefault(training, 1.0);
    }

    private void scale(CohortPlan cohort, List<List<Training>> weeks, double[] shocks) {
        double sum = 0;
        long count = 0;
        for (int ago = 0; ago < weeks.size(); ago++) {
            sum += weeks.get(ago).size() * (cohort.levelAt(-ago) + shocks[ago]);
            count += weeks.get(ago).size();
        }
        double shift = cohort.meanRoi() - sum / count;
        for (int ago = 0; ago < weeks.size(); ago++) {
            List<Training> week = weeks.get(ago);
            double weights = week.stream().mapToDouble(Training::weight).sum();
            double mean = cohort.levelAt(-ago) + shocks[ago] + shift;
            week.forEach(training -> roi.put(training, training.weight() / weights * week.size() * mean));
        }
    }

    /** Random, then freed of their weighted mean and slope. */
    private static double[] shocks(List<List<Training>> weeks, Dice dice) {
        double[] shocks = new double[weeks.size()];
        double n = 0;
        double x = 0;
        double xx = 0;
        double y = 0;
        double xy = 0;
        for (int ago = 0; ago < shocks.length; ago++) {
            int size = weeks.get(ago).size();
            shocks[ago] = SHOCK * dice.gaussian();
            n += size;
            x += size * (double) ago;
            xx += size * (double) ago * ago;
            y += size * shocks[ago];
            xy += size * ago * shocks[ago];
        }
        double slope = (n * xy - x * y) / (n * xx - x * x);
        for (int ago = 0; ago < shocks.length; ago++) {
            shocks[ago] -= y / n + slope * (ago - x / n);
        }
        return shocks;
    }

    private static LocalDate mondayOf(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
