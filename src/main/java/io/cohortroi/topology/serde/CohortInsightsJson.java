package io.cohortroi.topology.serde;

import io.cohortroi.domain.insight.CohortInsights;
import io.cohortroi.domain.insight.CohortSnapshot;
import io.cohortroi.domain.insight.Gap;
import io.cohortroi.domain.insight.Trait;
import io.cohortroi.domain.insight.WorkflowFit;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Decimals;
import io.cohortroi.domain.metrics.Sample;
import io.cohortroi.domain.metrics.Sample.Interval;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The value of {@code cohort-insights}. */
public final class CohortInsightsJson {
    private CohortInsightsJson() {}

    /** @param newest newest event time of the cohort */
    public static byte[] toBytes(CohortInsights insights, Instant newest) {
        CohortSnapshot cohort = insights.snapshot();
        Archetype archetype = cohort.archetype();
        return JsonOut.object(out -> {
            out.text("cohort", cohort.cohort());
            out.all("gaps", insights.gaps().top(), CohortInsightsJson::gap);
            out.number("critical_gaps", insights.gaps().criticalGaps());
            out.number("expected_roi", cohort.expectedRoi());
            out.number("estimated_roi", insights.gaps().estimatedRoi());
            out.all("workflows", insights.workflows(), (in, fit) -> workflow(in, fit, archetype));
            out.nested("inputs", in -> inputs(in, cohort));
            out.time("updated_at", newest);
        });
    }

    private static void gap(JsonOut out, Gap gap) throws IOException {
        out.text("component", gap.component());
        out.text("category", gap.category().label());
        out.number("discovered", gap.discovered());
        out.number("activated", gap.activated());
        out.number("base_severity", gap.baseSeverity());
        out.number("weight", gap.weight());
        out.number("severity", gap.severity());
        out.text("urgency", gap.urgency().label());
        out.text("reason", gap.reason());
    }

    private static void workflow(JsonOut out, WorkflowFit fit, @Nullable Archetype archetype) throws IOException {
        WorkflowFit.Inputs inputs = fit.inputs();
        out.text("workflow_id", fit.workflow());
        out.text("name", fit.name());
        out.number("score", fit.score());
        out.number("domain", fit.domain());
        out.number("pace", fit.pace());
        out.number("engagement", fit.engagement());
        out.number("retention", fit.retention());
        out.nested("realised", in -> realised(in, fit.realised(), archetype));
        out.nested(
                "inputs",
                in -> in.number("gap_share", inputs.gapShare())
                        .number("domain_share", inputs.domainShare())
                        .number("demand", inputs.demand())
                        .number("hands_on_share", inputs.handsOnShare())
                        .number("retention_requirement", inputs.retentionRequirement()));
        out.text("reason", fit.reason());
    }

    private static void realised(JsonOut out, @Nullable Sample seen, @Nullable Archetype archetype) throws IOException {
        Interval interval = seen == null ? null : seen.interval().orElse(null);
        if (archetype != null) {
            out.text("archetype", archetype.label());
        }
        out.number("n", seen == null ? 0 : seen.n());
        out.number("mean_roi", seen == null ? null : seen.mean());
        out.number("ci_low", interval == null ? null : interval.low());
        out.number("ci_high", interval == null ? null : interval.high());
    }

    private static void inputs(JsonOut out, CohortSnapshot cohort) throws IOException {
        if (cohort.archetype() != null) {
            out.text("archetype", cohort.archetype().label());
        }
        out.number("active_learners", cohort.activeLearners());
        out.nested("active_by_archetype", in -> {
            for (Archetype archetype : Archetype.values()) {
                in.number(archetype.label(), cohort.activeByArchetype().getOrDefault(archetype, 0L));
            }
        });
        out.nested("traits", in -> {
            for (Trait trait : Trait.values()) {
                BigDecimal mean = Decimals.round(trait.of(cohort.traits()));
                in.number(trait.label(), mean);
            }
        });
        out.nested("completions_by_domain", in -> {
            for (var domain : new TreeMap<>(cohort.completionsByDomain()).entrySet()) {
                in.number(domain.getKey(), domain.getValue());
            }
        });
    }
}
