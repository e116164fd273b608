package io.cohortroi.topology.serde;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.RoiSums;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.metrics.TrendResult;
import io.cohortroi.domain.stage.ScopeMetrics;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The value of {@code cohort-metrics}. */
public final class ScopeMetricsJson {
    private ScopeMetricsJson() {}

    public static byte[] toBytes(ScopeMetrics metrics, int minorDigits) {
        Scope scope = metrics.scope();
        RoiSums sums = metrics.sums();
        return JsonOut.object(out -> {
            if (scope.kind() != Scope.Kind.OVERALL) {
                out.text(scope.kind() == Scope.Kind.COHORT ? "cohort" : "archetype", scope.id());
            }
            out.number("learners", metrics.membership().learners());
            out.number("active_learners", metrics.membership().active());
            out.number("completions", sums.completions());
            out.number("no_cost_completions", sums.noCost());
            out.number("mean_roi", sums.meanRoi());
            out.number("pooled_roi", sums.pooledRoi());
            out.number("median_roi", metrics.sketch().quantile(0.5).orElse(Double.NaN));
            out.number("p90_roi", metrics.sketch().quantile(0.9).orElse(Double.NaN));
            out.number("stddev_roi", sums.stddevRoi());
            out.number("total_cost", sums.totalCost(minorDigits));
            out.number("total_benefit", sums.totalBenefit(minorDigits));
            out.number("capabilities_added", sums.capabilitiesAdded());
            out.number("cost_per_capability", sums.costPerCapability(minorDigits));
            out.number("mean_completion_rate", sums.meanCompletionRate());
            out.nested("archetype_mix", in -> mix(in, metrics.membership()));
            out.number("expected_roi", sums.expectedRoi());
            out.number("variance_pct", sums.variancePercent());
            out.nested("trend", in -> trend(in, metrics.trend()));
            out.all("days", metrics.days(), (in, cell) -> cell(in, "day", cell, minorDigits));
            out.all("weeks", metrics.weeks(), (in, cell) -> cell(in, "week", cell, minorDigits));
            out.time("updated_at", metrics.updatedAt());
        });
    }

    @SuppressWarnings("EnumOrdinal")
    private static void mix(JsonOut out, Membership membership) throws IOException {
        if (membership.active() == 0) {
            return;
        }
        BigDecimal active = BigDecimal.valueOf(membership.active());
        for (Archetype archetype : Archetype.values()) {
            BigDecimal count = BigDecimal.valueOf(membership.activeByArchetype().get(archetype.ordinal()));
            out.number(archetype.label(), count.divide(active, RoiSums.SCALE, RoundingMode.HALF_UP));
        }
    }

    private static void trend(JsonOut out, TrendResult trend) throws IOException {
        boolean insufficient = trend.direction() == TrendResult.Direction.INSUFFICIENT;
        out.text("direction", trend.direction().label());
        out.number("slope_per_week", insufficient ? Double.NaN : trend.slopePerWeek());
        out.number("p_value", insufficient ? Double.NaN : trend.pValue());
        out.number("windows", trend.windows());
    }

    private static void cell(JsonOut out, String start, ScopeMetrics.Cell cell, int minorDigits) throws IOException {
        out.text(start, cell.start().toString());
        out.number("completions", cell.sums().completions());
        out.number("mean_roi", cell.sums().meanRoi());
        out.number("pooled_roi", cell.sums().pooledRoi());
        out.number("expected_roi", cell.sums().expectedRoi());
        out.number("total_cost", cell.sums().totalCost(minorDigits));
        out.number("total_benefit", cell.sums().totalBenefit(minorDigits));
    }
}
