package io.cohortroi.domain.metrics;

import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Least squares through weekly means, weighted by completions.
 *
 * @param slope change a week
 * @param spread Σ n (week − mean week)², the weight of evidence on the slope
 * @param aroundSquares Σ n (mean − line)², with {@code aroundDegrees} = W − 2
 * @param withinSquares Σ n sd², with {@code withinDegrees} = Σ (n − 1)
 */
record WeightedLine(
        double slope,
        double spread,
        double aroundSquares,
        int aroundDegrees,
        double withinSquares,
        long withinDegrees) {

    /** A scatter this small beside the means is rounding: the weeks lie on the line. */
    private static final double ROUNDING = 1e-24;

    /** @param weeks at least three, none of them empty */
    static WeightedLine through(List<WeekPoint> weeks) {
        double completions = 0;
        double week = 0;
        double mean = 0;
        for (WeekPoint each : weeks) {
            completions += each.n();
            week += each.n() * at(each, weeks);
            mean += each.n() * each.mean();
        }
        week /= completions;
        mean /= completions;

        double spread = 0;
        double product = 0;
        double total = 0;
        double within = 0;
        long withinDegrees = 0;
        for (WeekPoint each : weeks) {
            double across = at(each, weeks) - week;
            double up = each.mean() - mean;
            spread += each.n() * across * across;
            product += each.n() * across * up;
            total += each.n() * each.mean() * each.mean();
            within += each.n() * each.sd() * each.sd();
            withinDegrees += each.n() - 1;
        }
        double slope = product / spread;
        double around = 0;
        for (WeekPoint each : weeks) {
            double off = each.mean() - mean - slope * (at(each, weeks) - week);
            around += each.n() * off * off;
        }
        if (around < ROUNDING * total) {
            around = 0;
        }
        if (slope * slope * spread < ROUNDING * total) {
            slope = 0;
        }
        return new WeightedLine(slope, spread, around, weeks.size() - 2, within, withinDegrees);
    }

    /**
     * Two-sided p-value of the slope.
     *
     * @param withinWeight degrees of freedom that the scatter within weeks counts for at most; 0 leaves it out
     * @param weeksDiffer level of the F test above whose p-value it counts at all
     */
    double slopeP(int withinWeight, double weeksDiffer) {
        double borrowed = Math.min(withinDegrees, withinWeight);
        if (borrowed > 0 && differP() < weeksDiffer) {
            borrowed = 0;
        }
        double squares = aroundSquares + (borrowed > 0 ? borrowed * withinSquares / withinDegrees : 0);
        double degrees = aroundDegrees + borrowed;
        double variance = squares / degrees / spread;
        if (slope == 0) {
            return 1;
        }
        return variance == 0 ? 0 : StudentT.twoSidedP(slope / StrictMath.sqrt(variance), degrees);
    }

    /** P-value of weeks that scatter around the line no more than completions within weeks explain. */
    private double differP() {
        double around = aroundSquares / aroundDegrees;
        double within = withinSquares / withinDegrees;
        if (around == 0) {
            return 1;
        }
        double weighted = aroundDegrees * around;
        double all = withinDegrees * within + weighted;
        return IncompleteBeta.of(
                withinDegrees * within / all, weighted / all, withinDegrees / 2.0, aroundDegrees / 2.0);
    }

    private static long at(WeekPoint week, List<WeekPoint> weeks) {
        return ChronoUnit.WEEKS.between(weeks.get(0).monday(), week.monday());
    }
}
