package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which attributes a segment has, for choosing the next condition: of each name at most 20 values, the most frequent
 * first. A name with over 1,000 values tells single learners apart, not segments, and is left out.
 */
final class AttributeCounts {
    private static final int SHOWN_VALUES = 20;
    private static final int MOST_VALUES = 1_000;

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    void add(JsonNode attributes) {
        attributes.properties().forEach(attribute -> {
            Map<String, Integer> values = counts.computeIfAbsent(attribute.getKey(), name -> new HashMap<>());
            if (values.size() <= MOST_VALUES) {
                values.merge(attribute.getValue().asText(), 1, Integer::sum);
            }
        });
    }

    /** {@code {"department": {"Sales": 120, "Support": 80}}}. */
    ObjectNode describe() {
        ObjectNode answer = Json.object();
        counts.forEach((name, values) -> {
            if (values.size() <= MOST_VALUES) {
                ObjectNode node = answer.putObject(name);
                values.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(SHOWN_VALUES)
                        .forEach(entry -> node.put(entry.getKey(), entry.getValue()));
            }
        });
        return answer;
    }
}
