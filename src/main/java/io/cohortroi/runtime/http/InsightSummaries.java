package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.ViewEntry;
import java.util.List;

/**
 * A record of {@code cohort-insights} short enough to be pushed with every change: how many gaps there are, the worst of
 * them and the workflow that fits best. Whoever wants all of it sees by {@code updated_at} that it is worth asking again.
 */
final class InsightSummaries {
    private InsightSummaries() {}

    /** Shares its parts with the entry, so it may be written but not changed. */
    static ObjectNode of(ViewEntry entry) {
        ObjectNode whole = entry.value();
        ObjectNode summary = Json.object();
        for (String field : List.of("cohort", "critical_gaps", "expected_roi", "estimated_roi", "updated_at")) {
            summary.set(field, whole.path(field).isMissingNode() ? null : whole.path(field));
        }
        summary.put("gap_count", whole.path("gaps").size());
        summary.set("gap", first(whole.path("gaps"), "component", "urgency", "severity"));
        summary.set("workflow", first(whole.path("workflows"), "workflow_id", "name", "score"));
        return summary.put("appended_at_ms", entry.appendedAtMs());
    }

    private static JsonNode first(JsonNode rows, String... fields) {
        if (rows.isEmpty()) {
            return Json.object().nullNode();
        }
        ObjectNode row = Json.object();
        for (String field : fields) {
            row.set(field, rows.get(0).path(field));
        }
        return row;
    }
}
