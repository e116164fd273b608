package io.cohortroi.runtime.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.ActivityType;
import io.cohortroi.domain.roi.CompletionEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Imported values as the domain's events, as far as traits need them. The importer has validated them. */
final class HistoryEvents {
    private HistoryEvents() {}

    static ActivityEvent activity(JsonNode json, Instant occurredAt) {
        JsonNode count = json.get("count");
        return new ActivityEvent(
                json.path("event_id").asText(),
                json.path("learner_id").asText(),
                ActivityType.valueOf(json.path("type").asText().toUpperCase(Locale.ROOT)),
                occurredAt,
                text(json, "domain"),
                text(json, "component"),
                number(json, "minutes"),
                count == null ? null : count.asLong(),
                number(json, "score"),
                null,
                null);
    }

    static CompletionEvent completion(JsonNode json, Instant completedAt) {
        return new CompletionEvent(
                json.path("event_id").asText(),
                json.path("completion_id").asText(),
                json.path("learner_id").asText(),
                json.path("workflow_id").asText(),
                CompletionEvent.Kind.COMPLETED,
                completedAt,
                json.path("capabilities_added").asLong(),
                List.of(),
                BigDecimal.ZERO,
                BigDecimal.ONE,
                true,
                null,
                null,
                null,
                number(json, "score"),
                0);
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null ? null : value.asText();
    }

    private static @Nullable Double number(JsonNode json, String field) {
        JsonNode value = json.get(field);
        return value == null ? null : value.asDouble();
    }
}
