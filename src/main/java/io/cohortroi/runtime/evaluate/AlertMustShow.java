package io.cohortroi.runtime.evaluate;

import io.cohortroi.runtime.evaluate.AlertReport.DayCells;
import io.cohortroi.runtime.evaluate.AlertReport.Delay;
import io.cohortroi.runtime.evaluate.AlertReport.FalseAlarms;
import io.cohortroi.runtime.evaluate.AlertReport.InControl;
import io.cohortroi.runtime.evaluate.AlertReport.LifeCycles;
import io.cohortroi.runtime.evaluate.AlertReport.MustShow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of {@link AlertReport} that have to hold. */
final class AlertMustShow {
    private AlertMustShow() {}

    static List<MustShow> rows(
            List<FalseAlarms> falseAlarms,
            List<InControl> inControl,
            List<Delay> delays,
            List<DayCells> dayCells,
            LifeCycles lifeCycles) {
        List<MustShow> rows = new ArrayList<>();
        for (int cohorts : new int[] {1, 500}) {
            double worst = falseAlarms.stream()
                    .filter(each -> each.method().equals(AlertEvaluation.EVIDENCE) && each.cohorts() == cohorts)
                    .mapToDouble(each -> each.recordsPerAlarm() / each.c())
                    .min()
                    .orElseThrow();
            rows.add(atLeast(
                    "edge of the null, " + cohorts + " cohorts: least records per false critical / c", worst, 1));
        }
        double share = inControl.stream()
                .filter(each -> each.method().equals(AlertEvaluation.EVIDENCE))
                .mapToDouble(InControl::share)
                .max()
                .orElseThrow();
        rows.add(atMost("at the baseline, c 10000: most streams of 10,000 records critical", share, 0.01));
        for (Delay each : delays) {
            double limit = limit(each);
            if (limit > 0) {
                String claim = String.format(Locale.ROOT, "c %.0f, %s: median delay", each.c(), each.change());
                rows.add(atMost(claim, each.median(), limit));
            }
        }
        double days =
                dayCells.stream().mapToDouble(DayCells::runLengthPerC).min().orElseThrow();
        rows.add(atLeast("looked at daily: least records per false critical / c", days, 1));
        rows.add(atMost("looks beyond the threshold without a warning", (double) lifeCycles.unwarned(), 0));
        rows.add(atMost("most alerts of one cohort raised in one window", lifeCycles.mostRaisedPerWindow(), 1));
        rows.add(atMost("resolutions before the window ended", (double) lifeCycles.resolvedEarly(), 0));
        rows.add(atLeast(
                "recovered cohorts that resolved", (double) lifeCycles.resolved() / lifeCycles.recovered(), 0.99));
        return List.copyOf(rows);
    }

    /** The median delay a row may have, gamma at a coefficient of variation of 0.5; 0 where none is promised. */
    private static double limit(Delay row) {
        if (!row.method().equals(AlertEvaluation.EVIDENCE) || row.cv() != 0.5) {
            return 0;
        }
        boolean small = row.c() == 1_000;
        return switch (row.change()) {
            case "+25 %", "-25 %" -> small ? 120 : 205;
            case "+50 %", "-50 %" -> small ? 40 : 55;
            default -> 0;
        };
    }

    private static MustShow atLeast(String claim, double value, double limit) {
        return new MustShow(claim, value, ">= " + limit, value >= limit);
    }

    private static MustShow atMost(String claim, double value, double limit) {
        return new MustShow(claim, value, "<= " + limit, value <= limit);
    }
}
