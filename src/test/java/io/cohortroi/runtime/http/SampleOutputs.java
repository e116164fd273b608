package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.LearnerTimelines;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Values as the topology publishes them, for a company of five cohorts; the same seed gives the same values. */
final class SampleOutputs {
    private static final LocalDate NEWEST_WEEK = LocalDate.of(2025, 10, 20);
    private static final int WEEKS = 53;
    private static final int DAYS = 60;

    private static final List<Archetype> ARCHETYPES = List.of(Archetype.values());

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
        return metrics(
                metrics,
                learners,
                new BigDecimal(meanRoi),
                archetype.theoreticalBaseline().stripTrailingZeros(),
                "stable");
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
        ObjectNode contributor = alert.putArray("top_contributors").addObject();
        contributor.put("kind", "archetype").put("id", "Power User").put("n", 21);
        contributor.put("observed", number("1.02")).put("expected", number("1.4"));
        contributor.put("contribution_pct", number("-6.4"));
        return alert.put("runbook_url", "src/docs/runbook/roi_variance.md");
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

    ObjectNode insights(String cohort) {
        ObjectNode insights = Json.object().put("cohort", cohort);
        ArrayNode gaps = insights.putArray("gaps");
        gap(gaps, "async-patterns", "async", "1.74", "critical", "2.1 of 12 activated; async weighs 2 here");
        gap(gaps, "feature-flags", "framework", "1.12", "high", "4.5 of 12 activated; framework weighs 1.8 here");
        gap(gaps, "sql-basics", "other", "0.62", "medium", "7.9 of 12 activated; other weighs 1.8 here");
        insights.put("critical_gaps", 1).put("expected_roi", number("1.51")).put("estimated_roi", number("1.51"));
        ArrayNode workflows = insights.putArray("workflows");
        for (int rank = 0; rank < 5; rank++) {
            ObjectNode workflow = workflows.addObject().put("workflow_id", "wf-0" + (45 + rank));
            workflow.put("name", "Async patterns, part " + (rank + 1));
            workflow.put("score", number("0.8" + (9 - rank))).put("domain", number("0.91"));
            workflow.put("pace", number("0.85"))
                    .put("engagement", number("0.77"))
                    .put("retention", number("0.64"));
            ObjectNode realised = workflow.putObject("realised")
                    .put("archetype", "Power User")
                    .put("n", 42);
            realised.put("mean_roi", number("1.71"))
                    .put("ci_low", number("1.6"))
                    .put("ci_high", number("1.82"));
        }
        return insights.put("updated_at", "2025-10-23T10:30:00Z");
    }

    ObjectNode calibration(String archetype) {
        ObjectNode report = Json.object().put("archetype", archetype).put("baseline_version", 0);
        report.put("predicted", number("1.4"))
                .put("actual", number("1.15"))
                .put("variance_pct", number("-17.857142857143"));
        report.put("n", 240)
                .put("ci_low", number("1.1"))
                .put("ci_high", number("1.2"))
                .put("verdict", "drifted");
        report.put("recommended", number("1.26")).put("reason", "240 completions, interval outside 15 %");
        return report.put("updated_at", "2025-10-23T10:30:00Z");
    }

    ObjectNode reconciliation(String workflow) {
        ObjectNode reconciliation = Json.object().put("workflow_id", workflow);
        ObjectNode period = reconciliation
                .putArray("periods")
                .addObject()
                .put("period", "2025-09")
                .put("completions", 4);
        period.put("charged", number("10389.99"))
                .put("ledger", number("10600"))
                .put("variance_pct", number("-1.981226415094"))
                .put("closed", true)
                .put("status", "matched")
                .put("adjustment", number("600"))
                .put("unbooked", number("0.01"));
        return reconciliation.put("updated_at", "2025-10-23T10:30:00Z");
    }

    static String learnerId(int learner) {
        return String.format(Locale.ROOT, "L%03d", learner);
    }

    ObjectNode profile(int learner) {
        Archetype archetype = ARCHETYPES.get(learner % 5);
        ObjectNode profile = Json.object().put("learner_id", learnerId(learner));
        profile.put("status", learner % 10 == 9 ? "inactive" : "active").put("cohort", "cohort-00" + (1 + learner % 4));
        profile.put("archetype", archetype.label()).put("confidence", plain(0.5 + learner % 50 * 0.01));
        ObjectNode traits = profile.putObject("traits");
        traits.put("learning_velocity", number("0.81")).put("domain_affinity", number("0.42"));
        traits.put("interaction_frequency", number("0.55")).put("feedback_responsiveness", number("0.61"));
        traits.put("retention_strength", number("0.38"));
        profile.putObject("counts").put("completions", 3).put("activities", 12);
        profile.putObject("attributes").put("department", learner % 2 == 0 ? "Sales" : "Support");
        return profile.put("norms_version", "norms-0").put("updated_at", "2025-10-23T10:30:00Z");
    }

    /** The seed row of the specification with a cost of its own per learner: learner 0 has the 1.92 of the contract. */
    ObjectNode record(int learner, int completion) {
        BigDecimal cost = BigDecimal.valueOf(2_400 + 100L * learner);
        BigDecimal roi = number("4608").divide(cost, 12, RoundingMode.HALF_UP).stripTrailingZeros();
        BigDecimal baseline = number("1.6");
        ObjectNode record = Json.object();
        record.put("timestamp", "2025-10-2" + completion + "T10:30:00Z").put("learner_id", learnerId(learner));
        record.put("cohort", "cohort-00" + (1 + learner % 4))
                .put("archetype", "Specialist")
                .put("workflow_id", "wf-045");
        record.put("capabilities_added", 8).put("cost", cost.intValueExact()).put("duration_hours", 12);
        record.put("completion_rate", number("0.95")).put("roi_multiplier", roi);
        record.put("completion_id", "C" + learner + "-" + completion).put("event_id", "E" + learner + "-" + completion);
        record.put("revision", 0)
                .put("kind", "completed")
                .put("record_version", 0)
                .putNull("supersedes");
        record.put("benefit", 4_608).put("benefit_source", "default").put("cost_source", "event");
        record.put("roi_percent", roi.subtract(BigDecimal.ONE).movePointRight(2).stripTrailingZeros());
        record.put("baseline_roi", baseline).put("baseline_version", 0);
        record.put(
                "roi_vs_baseline",
                roi.divide(baseline, 12, RoundingMode.HALF_UP).stripTrailingZeros());
        record.put("confidence", number("0.83")).put("norms_version", "norms-0");
        ObjectNode inputs =
                record.putObject("inputs").put("units", 8).put("value", 576).put("isolation", 1);
        inputs.put("estimate_confidence", 1).putNull("fixed_cost").putNull("hourly_cost");
        record.putObject("source")
                .putObject("completion")
                .put("topic", "training-completions")
                .put("partition", 0)
                .put("offset", 7);
        return record;
    }

    static List<LearnerTimelines.Line> timeline(String learnerId) {
        if (learnerId.equals("L039")) {
            throw new LearnerTimelines.UnavailableException("its state is being restored");
        }
        if (!learnerId.matches("L[0-9]{3}")) {
            return List.of();
        }
        int learner = Integer.parseInt(learnerId.substring(1));
        return List.of(
                line("2025-10-22T10:30:00Z", "completion", "C" + learner + "-2", "workflow_id", "wf-045"),
                line("2025-10-21T08:00:00Z", "activity", "E9", "type", "quiz"),
                line("2025-10-01T00:00:00Z", "profile", "", "cohort", "cohort-001"));
    }

    private static LearnerTimelines.Line line(String at, String kind, String id, String name, String value) {
        return new LearnerTimelines.Line(Instant.parse(at), kind, id, new TreeMap<>(Map.of(name, value)));
    }

    private static void gap(
            ArrayNode gaps, String component, String category, String severity, String urgency, String reason) {
        ObjectNode gap = gaps.addObject()
                .put("component", component)
                .put("category", category)
                .put("discovered", 12);
        gap.put("activated", number("2.1")).put("base_severity", number("0.82")).put("weight", number("1.8"));
        gap.put("severity", number(severity)).put("urgency", urgency).put("reason", reason);
    }

    private static BigDecimal plain(double value) {
        return plain(BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP));
    }

    /** As the topology writes numbers: no trailing zeros, no exponent. */
    private static BigDecimal plain(BigDecimal value) {
        return new BigDecimal(value.stripTrailingZeros().toPlainString());
    }

    private ObjectNode metrics(
            ObjectNode metrics, int learners, BigDecimal meanRoi, BigDecimal expected, String direction) {
        int completions = learners * 9;
        BigDecimal cost = cost(completions);
        metrics.put("learners", learners).put("active_learners", learners - learners / 20);
        metrics.put("completions", completions)
                .put("no_cost_completions", 2)
                .put("mean_roi", meanRoi.stripTrailingZeros());
        metrics.put("pooled_roi", plain(meanRoi.subtract(number("0.03"))));
        metrics.put("median_roi", plain(meanRoi.subtract(number("0.05"))));
        metrics.put("p90_roi", plain(meanRoi.add(number("0.61")))).put("stddev_roi", number("0.42"));
        metrics.put("total_cost", cost).put("total_benefit", cents(cost.multiply(meanRoi)));
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
                .put("slope_per_week", plain(slope))
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
        BigDecimal mean =
                BigDecimal.valueOf(roi).setScale(12, RoundingMode.HALF_UP).stripTrailingZeros();
        int completions = empty ? 0 : 12 + random.nextInt(20);
        BigDecimal cost = cost(completions);
        cell.put("completions", completions);
        cell.put("mean_roi", empty ? null : mean).put("pooled_roi", empty ? null : mean);
        cell.put("expected_roi", empty ? null : expected);
        cell.put("total_cost", cost).put("total_benefit", cents(cost.multiply(mean)));
    }

    private static BigDecimal variance(BigDecimal mean, BigDecimal expected) {
        return mean.subtract(expected)
                .movePointRight(2)
                .divide(expected, 12, RoundingMode.HALF_UP)
                .stripTrailingZeros();
    }

    private static BigDecimal cost(int completions) {
        return cents(BigDecimal.valueOf(completions).multiply(number("2150.25")));
    }

    private static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
