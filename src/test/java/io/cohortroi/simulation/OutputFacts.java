package io.cohortroi.simulation;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;

/** What the program's output topics say, as the flat facts that {@link Oracle} says too. */
public final class OutputFacts {
    /** How often a {@code record_version} did not follow the one before it. */
    public static final String BROKEN_VERSIONS = "a version was skipped or said twice";

    private static final Set<String> INPUTS =
            Set.of("learners", "learner-activity", "training-completions", "finance-ledger");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Map<String, JsonNode> records = new TreeMap<>();
    private final Map<String, JsonNode> latest = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final StandingAlerts alerts = new StandingAlerts();

    /** Takes one record; of a topic it has to see every partition in order. */
    public void read(String topic, byte[] keyBytes, byte[] value, Headers headers) {
        String key = keyBytes == null ? "" : new String(keyBytes, StandardCharsets.UTF_8);
        switch (topic) {
            case "dead-letters" -> {
                String reason =
                        new String(headers.lastHeader("cohort-roi-reason").value(), StandardCharsets.UTF_8);
                counts.merge("dead/" + reason + "/" + Arrays.hashCode(value), 1, Integer::sum);
            }
            case "roi-alerts" -> alerts.hear(key, parse(value));
            case "late-events" -> counts.merge("late", 1, Integer::sum);
            case "roi-records" -> readRecord(key, value);
            case "cohort-metrics", "conservation-ledger", "learner-profiles", "cost-reconciliation" ->
                latest.put(topic + "/" + key, parse(value));
            default -> counts.merge("ignored", 0, Integer::sum);
        }
    }

    /** Quantiles come from a sketch with a stated error: 1 %, and 0.0001 for what is smaller. */
    public static boolean isSame(String name, String expected, String actual) {
        if (actual == null || !(name.endsWith("/median_roi") || name.endsWith("/p90_roi"))) {
            return expected.equals(actual);
        }
        double exact = Double.parseDouble(expected);
        return Math.abs(Double.parseDouble(actual) - exact) <= 0.01 * exact + 0.0001;
    }

    private void readRecord(String key, byte[] value) {
        if (value == null) {
            records.keySet().removeIf(known -> known.startsWith(key + "/"));
            alerts.someoneWasErased();
            return;
        }
        JsonNode record = parse(value);
        JsonNode before = records.put(key + "/" + record.get("completion_id").asText(), record);
        int version = record.get("record_version").asInt();
        if (version != (before == null ? 0 : before.get("record_version").asInt() + 1)) {
            counts.merge(BROKEN_VERSIONS, 1, Integer::sum);
        }
    }

    /** What is wrong with the alerts becomes a fact, which the oracle does not say. */
    void complainOfAlerts() {
        alerts.complaints(records.values(), latest).forEach(complaint -> counts.merge(complaint, 1, Integer::sum));
    }

    /** Two planted bugs. */
    void forgetADeadLetter() {
        counts.keySet().stream()
                .filter(name -> name.startsWith("dead/"))
                .findFirst()
                .ifPresent(counts::remove);
    }

    void forgetARecord() {
        records.keySet().stream().findFirst().ifPresent(records::remove);
    }

    public Map<String, String> facts() {
        Facts facts = new Facts();
        counts.forEach((name, count) -> facts.say(name, BigDecimal.valueOf(count)));
        records.forEach((key, record) -> say(
                facts,
                "roi/" + key + "/",
                record,
                "cohort kind event_id workflow_id timestamp cost benefit capabilities_added roi_multiplier"));
        latest.forEach((name, value) -> {
            String key = name.substring(name.indexOf('/') + 1);
            if (value == null || key.startsWith("archetype:")) {
                return;
            }
            if (name.startsWith("cohort-metrics/")) {
                say(
                        facts,
                        "scope/" + key + "/",
                        value,
                        "learners active_learners completions no_cost_completions mean_roi pooled_roi median_roi p90_roi total_cost"
                                + " total_benefit capabilities_added");
            } else if (name.startsWith("learner-profiles/")) {
                say(facts, "profile/" + key + "/", value, "cohort status updated_at");
                facts.say(
                        "profile/" + key + "/completions",
                        value.get("counts").get("completions").decimalValue());
            } else if (name.startsWith("cost-reconciliation/")) {
                value.get("periods")
                        .forEach(row -> say(
                                facts,
                                "month/" + key + "/" + row.get("period").asText() + "/",
                                row,
                                "completions charged ledger adjustment closed"));
            } else if (INPUTS.contains(value.get("topic").asText())) {
                count(facts, value);
            }
        });
        return facts.all(false);
    }

    /** One partition's row of the ledger. */
    private static void count(Facts facts, JsonNode row) {
        for (String name : List.of("input", "applied", "duplicate", "superseded", "waiting", "dead_lettered")) {
            facts.count(row.get("topic").asText(), name, row.get(name).asInt());
        }
    }

    private static void say(Facts facts, String prefix, JsonNode value, String names) {
        for (String name : List.of(names.split(" ", -1))) {
            JsonNode field = value.get(name);
            if (field != null && !field.isNull()) {
                facts.say(prefix + name, field.isNumber() ? field.decimalValue() : field.asText());
            }
        }
    }

    /** An adjustment that changes nothing, as if there had been none: the driver lets uncommitted ones through. */
    static byte[] withoutAmount(byte[] adjustment) {
        return ((ObjectNode) parse(adjustment)).put("amount", 0).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode parse(byte[] value) {
        try {
            return value == null ? null : JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
