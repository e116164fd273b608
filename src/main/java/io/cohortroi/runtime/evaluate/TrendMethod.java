package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.metrics.StudentT;
import io.cohortroi.domain.metrics.Trend;
import io.cohortroi.domain.metrics.TrendResult.Direction;
import io.cohortroi.domain.metrics.WeekPoint;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The product's trend, and what else people use: each judges complete weeks, the rivals the last twelve of them. */
public enum TrendMethod {
    PRODUCT("product") {
        @Override
        Direction judge(List<WeekPoint> weeks) {
            return Trend.of(weeks).direction();
        }
    },
    WEIGHTED("weighted, p < 0.05") {
        @Override
        Direction judge(List<WeekPoint> weeks) {
            return direction(signedP(recent(weeks), true), 0.05);
        }
    },
    WEIGHTED_TWICE("weighted, p < 0.01 two weeks running") {
        @Override
        Direction judge(List<WeekPoint> weeks) {
            Direction now = direction(signedP(recent(weeks), true), 0.01);
            Direction before = direction(signedP(recent(weeks.subList(0, weeks.size() - 1)), true), 0.01);
            return now == before ? now : Direction.STABLE;
        }
    },
    UNWEIGHTED("plain regression, p < 0.05") {
        @Override
        Direction judge(List<WeekPoint> weeks) {
            return direction(signedP(recent(weeks), false), 0.05);
        }
    },
    MANN_KENDALL("Mann-Kendall, p < 0.05") {
        @Override
        Direction judge(List<WeekPoint> weeks) {
            return mannKendall(recent(weeks));
        }
    },
    FIRST_VERSUS_LAST("first versus last, 5 %") {
        @Override
        Direction judge(List<WeekPoint> weeks) {
            List<WeekPoint> windows = recent(weeks);
            if (windows.size() < 2) {
                return Direction.INSUFFICIENT;
            }
            double change =
                    windows.get(windows.size() - 1).mean() / windows.get(0).mean() - 1;
            return change > 0.05 ? Direction.IMPROVING : change < -0.05 ? Direction.DEGRADING : Direction.STABLE;
        }
    };

    private static final int RIVALS_LOOK_BACK = 12;
    private static final double NORMAL_5_PERCENT = 1.959963984540054;

    private final String label;

    TrendMethod(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    abstract Direction judge(List<WeekPoint> weeks);

    private static List<WeekPoint> recent(List<WeekPoint> weeks) {
        return weeks.subList(Math.max(0, weeks.size() - RIVALS_LOOK_BACK), weeks.size()).stream()
                .filter(week -> week.n() > 0)
                .toList();
    }

    private static Direction direction(double signedP, double level) {
        if (Double.isNaN(signedP)) {
            return Direction.INSUFFICIENT;
        }
        if (Math.abs(signedP) >= level) {
            return Direction.STABLE;
        }
        return Math.copySign(1, signedP) > 0 ? Direction.IMPROVING : Direction.DEGRADING;
    }

    /** The slope's two-sided p-value with the slope's sign; not a number below four windows. */
    private static double signedP(List<WeekPoint> windows, boolean weighted) {
        if (windows.size() < 4) {
            return Double.NaN;
        }
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wxx = 0;
        double wxy = 0;
        double wyy = 0;
        for (WeekPoint each : windows) {
            double weight = weighted ? each.n() : 1;
            double x = ChronoUnit.WEEKS.between(windows.get(0).monday(), each.monday());
            double y = each.mean();
            w += weight;
            wx += weight * x;
            wy += weight * y;
            wxx += weight * x * x;
            wxy += weight * x * y;
            wyy += weight * y * y;
        }
        double sxx = wxx - wx * wx / w;
        double sxy = wxy - wx * wy / w;
        double syy = wyy - wy * wy / w;
        double slope = sxy / sxx;
        int degrees = windows.size() - 2;
        double error = Math.sqrt(Math.max(0, syy - slope * sxy) / degrees / sxx);
        return Math.copySign(StudentT.twoSidedP(slope / error, degrees), slope);
    }

    /** With the normal approximation and its continuity correction; ties do not occur among drawn means. */
    private static Direction mannKendall(List<WeekPoint> windows) {
        int n = windows.size();
        if (n < 4) {
            return Direction.INSUFFICIENT;
        }
        int score = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                score += Double.compare(windows.get(j).mean(), windows.get(i).mean());
            }
        }
        double z = (Math.abs(score) - 1) / Math.sqrt(n * (n - 1) * (2.0 * n + 5) / 18);
        if (z < NORMAL_5_PERCENT) {
            return Direction.STABLE;
        }
        return score > 0 ? Direction.IMPROVING : Direction.DEGRADING;
    }
}
