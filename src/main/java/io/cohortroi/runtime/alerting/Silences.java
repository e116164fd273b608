package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The values of the topic {@code silences} as they stand, by id. A silence holds what all of its matchers match. */
public final class Silences {
    private static final Set<String> LABELS = Set.of("rule", "severity", "subject", "metric");

    private final Map<String, Silence> byId = new TreeMap<>();

    private record Silence(Instant until, JsonNode matchers) {}

    /**
     * Takes over one record of the topic.
     *
     * @param value null ends the silence
     * @return what is wrong with the value, which then changes nothing
     */
    public Optional<String> apply(String id, byte @Nullable [] value) {
        if (value == null) {
            byId.remove(id);
            return Optional.empty();
        }
        try {
            ObjectNode silence = Json.parseObject(value);
            Instant until = OffsetDateTime.parse(silence.path("until").asText()).toInstant();
            JsonNode matchers = silence.path("matchers");
            if (!matchers.isArray() || matchers.isEmpty()) {
                return Optional.of("a silence needs a list of at least one matcher");
            }
            byId.put(id, new Silence(until, matchers));
            return Optional.empty();
        } catch (IOException | DateTimeParseException e) {
            return Optional.of("a silence needs a JSON object with a timestamp \"until\"");
        }
    }

    /** @param now wall-clock time; a silence ends at its {@code until} */
    public boolean hold(ObjectNode alert, Instant now) {
        return byId.values().stream()
                .anyMatch(silence -> now.isBefore(silence.until()) && matchesAll(silence.matchers(), alert));
    }

    private static boolean matchesAll(JsonNode matchers, ObjectNode alert) {
        for (JsonNode matcher : matchers) {
            if (!matches(matcher, alert)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(JsonNode matcher, ObjectNode alert) {
        if (matcher.has("fingerprint")) {
            return matcher.path("fingerprint")
                    .asText()
                    .equals(alert.path("fingerprint").asText());
        }
        String label = matcher.path("label").asText();
        return LABELS.contains(label)
                && matcher.path("equals").asText().equals(alert.path(label).asText());
    }
}
