package io.cohortroi.domain.metrics;

import io.cohortroi.domain.metrics.TrendResult.Direction;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The direction of a cohort's ROI: a straight line through the weekly means, weighted by their completions, over the
 * last {@value #WEEKS} calendar weeks; empty weeks are skipped, fewer than {@value #LEAST_WINDOWS} weeks with
 * completions are insufficient.
 *
 * <p><b>Noise.</b> The variance of one completion is estimated twice: by how the weekly means scatter around the line
 * (W − 2 degrees of freedom) and by how completions scatter within their weeks. Both are pooled, the second with a
 * weight of at most {@value #WITHIN_WEIGHT} degrees of freedom; the slope divided by its error follows Student's t with
 * the degrees of both. Where the weeks differ by more than their completions explain (an F test at 5 %), only the
 * scatter around the line counts, with its W − 2 degrees.
 *
 * <p><b>Weekly looking.</b> A direction needs p &lt; {@value #BUDGET} ÷ W: 0.015 at 8 weeks, 0.01 at 12, 0.0046 at 26. What is
 * known of a slope grows with the cube of W, so that the bar can rise as the looks go on. A stable cohort looked at
 * every week turns falsely degrading in about 5 % of its years. The verdict depends on the weeks alone, not on what was
 * said before: any order of arrival ends with the same one.
 *
 * <p><b>What it does not promise.</b> Weeks are taken as independent. Where a good week makes the next one good as well,
 * every such test errs more often: with shocks of 10 % a week that correlate by 0.5, in a quarter to a third of years.
 *
 * <p>Worked: twelve weeks of 20 completions, means 1.50, 1.48, … falling by 0.02 a week in a line, deviation 0.5: slope
 * −0.02, its error 0.0078 (the scatter around the line is 0, so only the share within weeks counts), t = −2.55 with 30
 * degrees, p = 0.016: above 0.01, stable.
 */
public final class Trend {
    /** Calendar weeks looked back to. */
    public static final int WEEKS = 26;

    /** Weeks with completions below which there is no verdict. */
    public static final int LEAST_WINDOWS = 8;

    static final double BUDGET = 0.12;
    static final int WITHIN_WEIGHT = 20;
    private static final double WEEKS_DIFFER = 0.05;

    private Trend() {}

    /** The p-value below which a series of that many windows has a direction. */
    public static double bar(int windows) {
        return BUDGET / windows;
    }

    /**
     * @param completeWeeks weeks that are over, oldest first, each Monday once; weeks may be missing or empty
     * @throws IllegalArgumentException if they are not in order
     */
    public static TrendResult of(List<WeekPoint> completeWeeks) {
        requireOrder(completeWeeks);
        List<WeekPoint> windows = recent(completeWeeks);
        if (windows.size() < LEAST_WINDOWS) {
            return new TrendResult(Direction.INSUFFICIENT, 0, 1, windows.size());
        }
        WeightedLine line = WeightedLine.through(windows);
        double p = line.slopeP(WITHIN_WEIGHT, WEEKS_DIFFER);
        Direction direction = Direction.STABLE;
        if (p < bar(windows.size())) {
            direction = line.slope() > 0 ? Direction.IMPROVING : Direction.DEGRADING;
        }
        return new TrendResult(direction, line.slope(), p, windows.size());
    }

    private static List<WeekPoint> recent(List<WeekPoint> weeks) {
        if (weeks.isEmpty()) {
            return weeks;
        }
        LocalDate oldest = weeks.get(weeks.size() - 1).monday().minusWeeks(WEEKS - 1L);
        return weeks.stream()
                .filter(week -> week.n() > 0 && !week.monday().isBefore(oldest))
                .toList();
    }

    private static void requireOrder(List<WeekPoint> weeks) {
        for (int i = 1; i < weeks.size(); i++) {
            LocalDate before = weeks.get(i - 1).monday();
            LocalDate next = weeks.get(i).monday();
            if (ChronoUnit.DAYS.between(before, next) <= 0) {
                throw new IllegalArgumentException("weeks come oldest first, found " + next + " after " + before);
            }
        }
    }
}
