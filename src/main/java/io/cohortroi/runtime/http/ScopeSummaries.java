package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.ViewEntry;

/**
 * A record of {@code cohort-metrics} short enough for a list or a push: the day series is left out and the week series
 * is cut to its last 26 weeks. 11 full records are about 200 KB, 11 summaries about 30 KB.
 */
final class ScopeSummaries {
    static final int WEEKS = 26;

    private ScopeSummaries() {}

    /** Shares its parts with the entry, so it may be written but not changed. */
    static ObjectNode of(ViewEntry entry) {
        ObjectNode summary = Json.object();
        entry.value().properties().forEach(field -> {
            if (!field.getKey().equals("days")) {
                summary.set(field.getKey(), field.getValue());
            }
        });
        JsonNode weeks = summary.get("weeks");
        if (weeks instanceof ArrayNode all && all.size() > WEEKS) {
            ArrayNode last = summary.putArray("weeks");
            for (int week = all.size() - WEEKS; week < all.size(); week++) {
                last.add(all.get(week));
            }
        }
        return summary;
    }
}
