package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.runtime.query.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;

/** Values as the topology publishes them, for a company of five cohorts; the same seed gives the same values. */
final class SampleOutputs {
    private static final LocalDate NEWEST_WEEK = LocalDate.of(2025, 10, 20);
    private static final int WEEKS = 53;
    private static final int DAYS = 60;

    private final Random random;

    SampleOutputs(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode cohort(String id, int learners, String meanRoi, String direction) {
        ObjectNode metrics = Json.object().put("cohort", id);
        return metrics(metrics, learners, new BigDecimal(meanRoi), new BigDecimal("1.5"), direction);
    }

    ObjectNode archetype(Archetype archetype, int learners, String meanRoi) {
        ObjectNode metrics = Json.object().put("archetype", archetype.label());
        return metrics(metrics, learners, new BigDecimal(meanRoi), archetype.theoreticalBaseline(), "stable");
    }

    ObjectNode overall(int learners) {
        return metrics(Json.object(), learners, new BigDecimal("1.63"), new BigDecimal("1.5"), "stable");
    }

    ObjectNode alert(String rule, String subject, String status, String severity) {
        ObjectNode alert = Json.object();
        alert.put("fingerprint", rule + ":" + subject);
        alert.put("alert_id", rule + ":" + subject + ":2025-10-20T00:00:00Z");
        alert.put("rule", rule).put("status", status).put("severity", severity).put("subject", subject);
        alert.put("metric", "mean_roi").put("observed", number("1.33")).put("expected", number("1.51"));
        alert.put("variance_pct", number("-11.920529801325"));
        alert.put("threshold_pct", 10).put("n", 64);
        alert.put("ci_low", number("1.25")).put("ci_high", number("1.41"));
        alert.putObject("evidence").put("value", number("24310.5")).put("bar", 10_000);
        alert.put("started_at", "2025-10-20T00:00:00Z").put("updated_at", "2025-10-23T10:30:00Z");
        alert.put("ended_at", status.equals("resolved") ? "2025-10-27T00:00:00Z" : null);
        alert.put("window_start", "2025-10-20T00:00:00Z").put("window_end", "2025-10-27T00:00:00Z");
        alert.put("mix_effect_pct", number("-2.1")).put("within_effect_pct", number("-9.82"));
        alert.putArray("top_contributors")
                .addObject()
                .put("archetype", "Power User")
                .put("effect_pct", number("-6.4"));
        return alert.put("runbook_url", "src/docs/runbook/roi-variance.md");
    }

    ObjectNode ledger(String topic, int partition, long applied) {
        ObjectNode counts = Json.object().put("topic", topic).put("partition", partition);
        counts.put("input", applied + 10).put("applied", applied).put("duplicate", 4);
        return counts.put("superseded", 3).put("waiting", 2).put("dead_lettered", 1);
    }

    /** Key to value of {@code cohort-metrics} for the company of the business plan. */
    Map<String, ObjectNode> company() {
        return Map.ofEntries(
                Map.entry("cohort-001", cohort("cohort-001", 156, "1.78", "improving")),
                Map.entry("cohort-002", cohort("cohort-002", 203, "1.45", "stable")),
                Map.entry("cohort-003", cohort("cohort-003", 89, "1.92", "improving")),
                Map.entry("cohort-004", cohort("cohort-004", 142, "1.33", "degrading")),
                Map.entry("cohort-005", cohort("cohort-005", 110, "1.68", "stable")),
                Map.entry("archetype:Fast Learner", archetype(Archetype.FAST_LEARNER, 105, "1.85")),
                Map.entry("archetype:Specialist", archetype(Archetype.SPECIALIST, 154, "1.66")),
                Map.entry("archetype:Power User", archetype(Archetype.POWER_USER, 126, "1.21")),
                Map.entry("archetype:Long-term Retainer", archetype(Archetype.LONG_TERM_RETAINER, 196, "1.55")),
                Map.entry("archetype:Generalist", archetype(Archetype.GENERALIST, 119, "1.04")),
                Map.entry("overall:all", overall(700)));
    }

    private ObjectNode metrics(
            ObjectNode metrics, int learners, BigDecimal meanRoi, BigDecimal expected, String direction) {
        int completions = learners * 9;
        BigDecimal cost = BigDecimal.valueOf(completions).multiply(number("2150.25"));
        metrics.put("learners", learners).put("active_learners", learners - learners / 20);
        metrics.put("completions", completions).put("no_cost_completions", 2).put("mean_roi", meanRoi);
        metrics.put("pooled_roi", meanRoi.subtract(number("0.03"))).put("median_roi", meanRoi.subtract(number("0.05")));
        metrics.put("p90_roi", meanRoi.add(number("0.61"))).put("stddev_roi", number("0.42"));
        metrics.put("total_cost", cost).put("total_benefit", cost.multiply(meanRoi));
        metrics.put("capabilities_added", completions * 6).put("cost_per_capability", number("358.375"));
        metrics.put("mean_completion_rate", number("0.912345678901"));
        ObjectNode mix = metrics.putObject("archetype_mix");
        mix.put(Archetype.FAST_LEARNER.label(), number("0.15")).put(Archetype.SPECIALIST.label(), number("0.22"));
        mix.put(Archetype.POWER_USER.label(), number("0.18")).put(Archetype.GENERALIST.label(), number("0.17"));
        mix.put(Archetype.LONG_TERM_RETAINER.label(), number("0.28"));
        metrics.put("expected_roi", expected).put("variance_pct", variance(meanRoi, expected));
        double slope = direction.equals("stable") ? 0.0004 : direction.equals("improving") ? 0.0122 : -0.0118;
        metrics.putObject("trend")
                .put("direction", direction)
                .put("slope_per_week", BigDecimal.valueOf(slope))
                .put("p_value", number(direction.equals("stable") ? "0.41" : "0.0008"))
                .put("windows", 24);
        ArrayNode days = metrics.putArray("days");
        for (int day = DAYS - 1; day >= 0; day--) {
            LocalDate date = NEWEST_WEEK.plusDays(3).minusDays(day);
            boolean weekend = date.getDayOfWeek().getValue() > 5;
            cell(days.addObject().put("day", date.toString()), weekend, meanRoi, slope / 7 * -day, expected);
        }
        ArrayNode weeks = metrics.putArray("weeks");
        for (int week = WEEKS - 1; week >= 0; week--) {
            String monday = NEWEST_WEEK.minusWeeks(week).toString();
            cell(weeks.addObject().put("week", monday), week == 43, meanRoi, slope * -week, expected);
        }
        return metrics.put("updated_at", "2025-10-23T10:30:00Z");
    }

    private void cell(ObjectNode cell, boolean empty, BigDecimal meanRoi, double offset, BigDecimal expected) {
        double roi = Math.max(0, meanRoi.doubleValue() + offset + random.nextGaussian() * 0.06);
        BigDecimal mean = BigDecimal.valueOf(roi).setScale(12, RoundingMode.HALF_UP);
        int completions = empty ? 0 : 12 + random.nextInt(20);
        BigDecimal cost = BigDecimal.valueOf(completions).multiply(number("2150.25"));
        cell.put("completions", completions);
        cell.put("mean_roi", empty ? null : mean).put("pooled_roi", empty ? null : mean);
        cell.put("expected_roi", empty ? null : expected);
        cell.put("total_cost", cost).put("total_benefit", cost.multiply(mean).setScale(2, RoundingMode.HALF_UP));
    }

    private static BigDecimal variance(BigDecimal mean, BigDecimal expected) {
        return mean.subtract(expected)
                .movePointRight(2)
                .divide(expected, 12, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
