package io.cohortroi.topology.serde;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertEnd;
import io.cohortroi.domain.alert.Measures;

/** The value of {@code roi-alerts}. */
public final class AlertJson {
    private AlertJson() {}

    public static byte[] toBytes(Alert alert) {
        Measures measures = alert.measures();
        Measures.Evidence evidence = measures.evidence();
        AlertEnd end = alert.end();
        return JsonOut.object(out -> {
            out.text("fingerprint", alert.fingerprint());
            out.text("alert_id", alert.alertId());
            out.text("rule", alert.rule().id());
            out.text("status", alert.status().id());
            out.text("severity", alert.severity().id());
            out.text("subject", alert.subject());
            out.text("metric", measures.metric());
            out.number("observed", measures.observed());
            out.number("expected", measures.expected());
            out.number("variance_pct", measures.variancePct());
            out.number("threshold_pct", measures.thresholdPct());
            out.number("n", measures.n());
            out.number("ci_low", measures.ciLow());
            out.number("ci_high", measures.ciHigh());
            if (evidence == null) {
                out.nothing("evidence");
            } else {
                out.nested(
                        "evidence", in -> in.number("value", evidence.value()).number("bar", evidence.bar()));
            }
            out.time("started_at", alert.startedAt());
            out.time("updated_at", alert.updatedAt());
            out.time("ended_at", end == null ? null : end.at());
            out.text("end_reason", end == null ? null : end.reason().id());
            out.time("window_start", alert.window().start());
            out.time("window_end", alert.window().end());
            out.number("mix_effect_pct", measures.mixEffectPct());
            out.number("within_effect_pct", measures.withinEffectPct());
            out.all(
                    "top_contributors",
                    measures.topContributors(),
                    (in, contributor) -> in.text("kind", contributor.kind())
                            .text("id", contributor.id())
                            .number("n", contributor.n())
                            .number("observed", contributor.observed())
                            .number("expected", contributor.expected())
                            .number("contribution_pct", contributor.contributionPct()));
            out.text("runbook_url", alert.runbookUrl());
        });
    }
}
