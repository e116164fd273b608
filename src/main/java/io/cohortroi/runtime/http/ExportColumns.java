package io.cohortroi.runtime.http;

import java.util.List;
import java.util.stream.Stream;

/** The columns of a CSV export, in order, as dotted paths into a row. */
final class ExportColumns {
    static final List<String> RECORDS = List.of(
            "timestamp",
            "learner_id",
            "cohort",
            "archetype",
            "workflow_id",
            "capabilities_added",
            "cost",
            "duration_hours",
            "completion_rate",
            "roi_multiplier",
            "completion_id",
            "event_id",
            "revision",
            "kind",
            "record_version",
            "supersedes",
            "benefit",
            "benefit_source",
            "cost_source",
            "roi_percent",
            "baseline_roi",
            "baseline_version",
            "roi_vs_baseline",
            "confidence",
            "norms_version",
            "inputs.units",
            "inputs.value",
            "inputs.isolation",
            "inputs.estimate_confidence",
            "inputs.fixed_cost",
            "inputs.hourly_cost",
            "source");
    static final List<String> COHORTS = List.of(
            "cohort",
            "learners",
            "active_learners",
            "completions",
            "no_cost_completions",
            "mean_roi",
            "pooled_roi",
            "median_roi",
            "p90_roi",
            "stddev_roi",
            "total_cost",
            "total_benefit",
            "capabilities_added",
            "cost_per_capability",
            "mean_completion_rate",
            "expected_roi",
            "variance_pct",
            "trend.direction",
            "trend.slope_per_week",
            "trend.p_value",
            "trend.windows",
            "updated_at");
    static final List<String> ARCHETYPES =
            Stream.concat(Stream.of("archetype"), COHORTS.stream().skip(1)).toList();
    static final List<String> ALERTS = List.of(
            "fingerprint",
            "alert_id",
            "rule",
            "status",
            "severity",
            "subject",
            "metric",
            "observed",
            "expected",
            "variance_pct",
            "threshold_pct",
            "n",
            "ci_low",
            "ci_high",
            "evidence.value",
            "evidence.bar",
            "mix_effect_pct",
            "within_effect_pct",
            "started_at",
            "updated_at",
            "ended_at",
            "window_start",
            "window_end",
            "top_contributors",
            "runbook_url");
    static final List<String> LEARNERS = List.of(
            "learner_id",
            "status",
            "cohort",
            "archetype",
            "confidence",
            "completions",
            "mean_roi",
            "attributes",
            "updated_at");
    static final List<String> INSIGHTS =
            List.of("cohort", "critical_gaps", "expected_roi", "estimated_roi", "gaps", "workflows", "updated_at");

    private ExportColumns() {}
}
