package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.ViewEntry;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Alerts and the evidence behind them, from {@code roi-alerts}; the newest first. */
final class AlertRoutes {
    private static final Set<String> STATUSES = Set.of("pending", "firing", "resolved");
    private static final Set<String> SEVERITIES = Set.of("warning", "critical");
    static final Set<String> RULES = Set.of(
            "roi_variance", "roi_outlier", "trend_degrading", "cost_variance", "calibration_drift", "data_quality");

    private final Answers answers;

    AlertRoutes(Answers answers) {
        this.answers = answers;
    }

    void alerts(Context context) {
        QueryParameters query = QueryParameters.of(context, "status", "severity", "rule", "subject", "limit", "offset");
        Page page = Page.of(query);
        Optional<String> status = query.choice("status", STATUSES);
        Optional<String> severity = query.choice("severity", SEVERITIES);
        Optional<String> rule = query.choice("rule", RULES);
        Optional<String> subject = query.text("subject");
        answers.snapshot(context, served -> {
            List<ObjectNode> rows = served.snapshot().table(CompactedViews.ROI_ALERTS).values().stream()
                    .map(ViewEntry::value)
                    .filter(alert -> matches(alert, "status", status)
                            && matches(alert, "severity", severity)
                            && matches(alert, "rule", rule)
                            && matches(alert, "subject", subject))
                    .sorted(Page.order("-updated_at"))
                    .toList();
            ObjectNode answer = Json.object();
            page.put(answer, "alerts", rows);
            return answer;
        });
    }

    void alert(Context context) {
        QueryParameters.of(context);
        String fingerprint = context.pathParam("fingerprint");
        answers.snapshot(
                context,
                served -> served.snapshot()
                        .find(CompactedViews.ROI_ALERTS, fingerprint)
                        .orElseThrow(() -> served.missing("Alert"))
                        .value());
    }

    private static boolean matches(ObjectNode alert, String field, Optional<String> wanted) {
        return wanted.isEmpty() || wanted.get().equals(alert.path(field).asText());
    }
}
