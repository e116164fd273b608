package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.util.List;

/**
 * One alert in the webhook format of Alertmanager, version 4. What identifies it stands in the labels, numbers stand in
 * the annotations as text; a pending alert is firing with severity warning. The fingerprint is ours, so that a repeated
 * delivery and a later update are recognised.
 */
final class WebhookMessage {
    private static final String NOT_ENDED = "0001-01-01T00:00:00Z";
    private static final List<String> ANNOTATIONS = List.of(
            "alert_id",
            "observed",
            "expected",
            "variance_pct",
            "threshold_pct",
            "n",
            "ci_low",
            "ci_high",
            "window_start",
            "window_end",
            "updated_at",
            "end_reason",
            "mix_effect_pct",
            "within_effect_pct",
            "runbook_url");

    private WebhookMessage() {}

    /**
     * @param alert a value of {@code roi-alerts}
     * @param externalUrl where people reach this program, without a slash at its end
     * @param runbookUrl stands before the path of the runbook page, without a slash at its end; may be empty
     */
    static byte[] of(ObjectNode alert, String receiver, String externalUrl, String runbookUrl) {
        boolean resolved = "resolved".equals(alert.path("status").asText());
        String status = resolved ? "resolved" : "firing";
        String fingerprint = alert.path("fingerprint").asText();
        ObjectNode labels = Json.object();
        labels.put("alertname", alert.path("rule").asText());
        for (String label : List.of("subject", "severity", "metric")) {
            labels.put(label, alert.path(label).asText());
        }
        ObjectNode annotations = annotations(alert);
        if (!runbookUrl.isEmpty() && alert.hasNonNull("runbook_url")) {
            annotations.put(
                    "runbook_url", runbookUrl + "/" + alert.path("runbook_url").asText());
        }

        ObjectNode message = Json.object();
        message.put("version", "4");
        message.put("groupKey", "{}:{fingerprint=\"" + fingerprint + "\"}");
        message.put("truncatedAlerts", 0);
        message.put("status", status);
        message.put("receiver", receiver);
        message.putObject("groupLabels")
                .put("alertname", alert.path("rule").asText())
                .put("subject", alert.path("subject").asText());
        message.set("commonLabels", labels.deepCopy());
        message.set("commonAnnotations", annotations.deepCopy());
        message.put("externalURL", externalUrl);
        ObjectNode single = message.putArray("alerts").addObject();
        single.put("status", status);
        single.set("labels", labels);
        single.set("annotations", annotations);
        single.put("startsAt", alert.path("started_at").asText());
        single.put("endsAt", resolved ? alert.path("ended_at").asText() : NOT_ENDED);
        single.put("generatorURL", externalUrl + "/api/v1/alerts/" + fingerprint);
        single.put("fingerprint", fingerprint);
        return Json.bytes(message);
    }

    private static ObjectNode annotations(ObjectNode alert) {
        ObjectNode annotations = Json.object();
        annotations.put("summary", summary(alert));
        for (String field : ANNOTATIONS) {
            if (alert.hasNonNull(field)) {
                annotations.put(field, text(alert.path(field)));
            }
        }
        if (alert.hasNonNull("evidence")) {
            annotations.put("evidence_value", text(alert.path("evidence").path("value")));
            annotations.put("evidence_bar", text(alert.path("evidence").path("bar")));
        }
        if (!alert.path("top_contributors").isEmpty()) {
            annotations.put("top_contributors", contributors(alert.path("top_contributors")));
        }
        return annotations;
    }

    /** {@code roi_variance of cohort-004: mean_roi 1.2, expected 1.6 (-25 %), n 40, pending}. */
    static String summary(ObjectNode alert) {
        StringBuilder text = new StringBuilder(alert.path("rule").asText())
                .append(" of ")
                .append(alert.path("subject").asText())
                .append(": ")
                .append(alert.path("metric").asText());
        text.append(' ').append(text(alert.path("observed")));
        if (alert.hasNonNull("expected")) {
            text.append(", expected ").append(text(alert.path("expected")));
        }
        if (alert.hasNonNull("variance_pct")) {
            text.append(" (").append(text(alert.path("variance_pct"))).append(" %)");
        }
        return text.append(", n ")
                .append(text(alert.path("n")))
                .append(", ")
                .append(alert.path("status").asText())
                .toString();
    }

    private static String contributors(JsonNode contributors) {
        StringBuilder text = new StringBuilder();
        for (JsonNode contributor : contributors) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(contributor.path("kind").asText())
                    .append(' ')
                    .append(contributor.path("id").asText())
                    .append(' ')
                    .append(text(contributor.path("contribution_pct")));
        }
        return text.toString();
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }
}
