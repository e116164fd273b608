package io.cohortroi.topology.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.domain.learner.Norms;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Norms as JSON, in the topic {@code archetype-norms} and in files: {@code {"version", "effective_at", "populations":
 * {cohort: {week: [[21 quantiles] x 5 traits]}}}}.
 */
public final class NormsJson {
    /** Leads the key: {@code norms@learned-2025-03-10}. */
    public static final String KEY_PREFIX = "norms@";

    private static final JsonMapper MAPPER = new JsonMapper();

    private NormsJson() {}

    /** @param effectiveAt from which event time on they hold; the epoch where the record does not say */
    public record Published(Norms norms, Instant effectiveAt) {}

    /**
     * @throws IOException where it is no JSON
     * @throws IllegalArgumentException with the rule that is broken
     */
    public static Published read(byte[] json) throws IOException {
        try {
            JsonNode root = MAPPER.readTree(json);
            Map<String, Map<Integer, double[][]>> tables = new TreeMap<>();
            root.path("populations").properties().forEach(population -> {
                Map<Integer, double[][]> stages = new TreeMap<>();
                population
                        .getValue()
                        .properties()
                        .forEach(stage -> stages.put(Integer.valueOf(stage.getKey()), quantiles(stage.getValue())));
                tables.put(population.getKey(), stages);
            });
            JsonNode from = root.path("effective_at");
            Instant effectiveAt =
                    from.isTextual() ? OffsetDateTime.parse(from.asText()).toInstant() : Instant.EPOCH;
            return new Published(Norms.of(root.path("version").asText(), tables), effectiveAt);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("effective_at is ISO-8601 with offset: " + e.getMessage(), e);
        }
    }

    private static double[][] quantiles(JsonNode traits) {
        requireArray(traits);
        double[][] quantiles = new double[traits.size()][];
        for (int trait = 0; trait < quantiles.length; trait++) {
            JsonNode values = requireArray(traits.get(trait));
            quantiles[trait] = new double[values.size()];
            for (int i = 0; i < quantiles[trait].length; i++) {
                quantiles[trait][i] = values.get(i).asDouble();
            }
        }
        return quantiles;
    }

    private static JsonNode requireArray(JsonNode node) {
        if (!node.isArray()) {
            throw new IllegalArgumentException(
                    "norms have an array of arrays of numbers for every stage, found " + node.getNodeType());
        }
        return node;
    }

    public static byte[] toBytes(Norms norms, Instant effectiveAt) {
        return text(norms, ",\"effective_at\":\"" + effectiveAt + "\"", "").getBytes(StandardCharsets.UTF_8);
    }

    /** One stage a line, every number exactly, so that what it writes reads back the same ever after. */
    public static String toText(Norms norms) {
        return text(norms, "", "\n");
    }

    private static String text(Norms norms, String more, String lineEnd) {
        StringBuilder out = new StringBuilder(1 << 16);
        out.append("{\"version\":").append(quoted(norms.version())).append(more).append(",\"populations\":{");
        Iterator<? extends Map.Entry<String, ? extends Map<Integer, double[][]>>> populations =
                norms.tables().entrySet().iterator();
        while (populations.hasNext()) {
            Map.Entry<String, ? extends Map<Integer, double[][]>> population = populations.next();
            out.append(lineEnd).append(quoted(population.getKey())).append(":{");
            String between = lineEnd;
            for (Map.Entry<Integer, double[][]> stage : population.getValue().entrySet()) {
                out.append(between).append('"').append(stage.getKey()).append("\":");
                append(out, stage.getValue());
                between = "," + lineEnd;
            }
            out.append(populations.hasNext() ? "}," : "}");
        }
        return out.append("}}").append(lineEnd).toString();
    }

    private static void append(StringBuilder out, double[][] quantiles) {
        String betweenTraits = "[";
        for (double[] trait : quantiles) {
            String between = "[";
            out.append(betweenTraits);
            for (double value : trait) {
                out.append(between)
                        .append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
                between = ",";
            }
            out.append(']');
            betweenTraits = ",";
        }
        out.append(']');
    }

    private static String quoted(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }
}
