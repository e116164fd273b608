package io.cohortroi.runtime.whatif;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.alert.AlertRule;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.review.FolderResults;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between two runs over one input. Two equal runs have an empty difference.
 *
 * @param records final ROI records that differ, beside their places and versions, by learner and completion
 * @param cohorts that have another ROI, expected ROI, variance or trend
 * @param alerts that fire, warn or end otherwise, without outliers, which depend on what was known when they came
 */
public record Difference(List<Change> records, List<Change> cohorts, List<Change> alerts) {
    private static final List<String> NOT_COMPARED = List.of("source", "record_version", "supersedes");
    private static final List<String> OF_COHORT =
            List.of("completions", "mean_roi", "pooled_roi", "expected_roi", "variance_pct");
    private static final int SHOWN = 20;

    /**
     * One thing before and after.
     *
     * @param id what it is
     * @param before its fields that differ as it is; empty where it is not there
     * @param after the same fields as it would be; empty where it would not be there
     */
    public record Change(String id, SortedMap<String, String> before, SortedMap<String, String> after) {}

    static Difference of(Path asIs, Path changed) throws IOException {
        return new Difference(
                changes(finalRecords(asIs), finalRecords(changed)),
                changes(cohorts(asIs), cohorts(changed)),
                changes(alerts(asIs), alerts(changed)));
    }

    public boolean isEmpty() {
        return records.isEmpty() && cohorts.isEmpty() && alerts.isEmpty();
    }

    private static List<Change> changes(
            Map<String, SortedMap<String, String>> before, Map<String, SortedMap<String, String>> after) {
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String id : ids) {
            SortedMap<String, String> one = new TreeMap<>(before.getOrDefault(id, new TreeMap<>()));
            SortedMap<String, String> other = new TreeMap<>(after.getOrDefault(id, new TreeMap<>()));
            Map<String, String> was = new HashMap<>(one);
            one.entrySet().removeIf(field -> field.getValue().equals(other.get(field.getKey())));
            other.entrySet().removeIf(field -> field.getValue().equals(was.get(field.getKey())));
            if (!one.isEmpty() || !other.isEmpty()) {
                changes.add(new Change(id, one, other));
            }
        }
        return changes;
    }

    private static Map<String, SortedMap<String, String>> finalRecords(Path folder) throws IOException {
        Map<String, ObjectNode> latest = new HashMap<>();
        new FolderResults(folder)
                .records(record -> latest.merge(
                        record.path("learner_id").asText() + " "
                                + record.path("completion_id").asText(),
                        record,
                        (a, b) -> a.path("record_version").asInt()
                                        > b.path("record_version").asInt()
                                ? a
                                : b));
        Map<String, SortedMap<String, String>> records = new HashMap<>();
        latest.forEach((id, record) -> records.put(id, fields(record.without(NOT_COMPARED))));
        return records;
    }

    private static Map<String, SortedMap<String, String>> cohorts(Path folder) throws IOException {
        Map<String, SortedMap<String, String>> cohorts = new HashMap<>();
        new FolderResults(folder).latest(Topics.COHORT_METRICS).forEach((id, metrics) -> {
            SortedMap<String, String> fields = new TreeMap<>();
            OF_COHORT.forEach(field -> fields.put(field, text(metrics.path(field))));
            fields.put("trend", metrics.at("/trend/direction").asText());
            cohorts.put(id, fields);
        });
        return cohorts;
    }

    /** An alert by rule, subject and start, at its highest severity and as it stands in the end. */
    private static Map<String, SortedMap<String, String>> alerts(Path folder) throws IOException {
        Map<String, SortedMap<String, String>> alerts = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve(Topics.ROI_ALERTS + ".jsonl"), StandardCharsets.UTF_8)) {
            ObjectNode alert = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
            if (alert.path("rule").asText().equals(AlertRule.ROI_OUTLIER.id())) {
                continue;
            }
            String id =
                    alert.path("rule").asText() + " " + alert.path("subject").asText() + " since "
                            + alert.path("started_at").asText();
            SortedMap<String, String> known = alerts.computeIfAbsent(id, key -> new TreeMap<>());
            String severity = alert.path("severity").asText();
            known.merge("severity", severity, (a, b) -> a.equals("critical") ? a : b);
            known.put("status", alert.path("status").asText());
            known.put("variance_pct", text(alert.path("variance_pct")));
        }
        return alerts;
    }

    private static SortedMap<String, String> fields(ObjectNode node) {
        SortedMap<String, String> fields = new TreeMap<>();
        node.properties().forEach(field -> fields.put(field.getKey(), text(field.getValue())));
        return fields;
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** Everything, for machines. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("records_changed", records.size());
        add(node.putArray("cohorts"), cohorts);
        add(node.putArray("alerts"), alerts);
        add(node.putArray("records"), records);
        return node;
    }

    private static void add(ArrayNode array, List<Change> changes) {
        for (Change change : changes) {
            ObjectNode node = array.addObject().put("id", change.id);
            ObjectNode before = node.putObject("before");
            change.before.forEach(before::put);
            ObjectNode after = node.putObject("after");
            change.after.forEach(after::put);
        }
    }

    /** For people: how many records, every cohort, and the first {@value #SHOWN} alerts of each kind. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        if (isEmpty()) {
            lines.add("Nothing would be different.");
            return lines;
        }
        lines.add(records.size() + " ROI records would be different" + differing() + ".");
        for (Change cohort : cohorts) {
            List<String> fields = new ArrayList<>();
            Set<String> names = new TreeSet<>(cohort.before.keySet());
            names.addAll(cohort.after.keySet());
            for (String field : names) {
                fields.add(field + " " + shortly(cohort.before.getOrDefault(field, "-")) + " -> "
                        + shortly(cohort.after.getOrDefault(field, "-")));
            }
            lines.add("Cohort " + cohort.id + ": " + String.join(", ", fields));
        }
        addAlerts(
                lines,
                "would fire",
                alerts.stream().filter(each -> each.before.isEmpty()).toList());
        addAlerts(
                lines,
                "would not fire",
                alerts.stream().filter(each -> each.after.isEmpty()).toList());
        addAlerts(
                lines,
                "would be different",
                alerts.stream()
                        .filter(each -> !each.before.isEmpty() && !each.after.isEmpty())
                        .toList());
        return lines;
    }

    private String differing() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        records.forEach(each -> {
            Set<String> fields = new TreeSet<>(each.before.keySet());
            fields.addAll(each.after.keySet());
            fields.forEach(field -> counts.merge(field, 1, Integer::sum));
        });
        return counts.isEmpty() ? "" : " " + counts;
    }

    private static void addAlerts(List<String> lines, String what, List<Change> alerts) {
        if (!alerts.isEmpty()) {
            lines.add(alerts.size() + " alerts " + what + ":");
        }
        alerts.stream()
                .limit(SHOWN)
                .forEach(each -> lines.add("  " + each.id + " " + each.before + " -> " + each.after));
        if (alerts.size() > SHOWN) {
            lines.add("  and " + (alerts.size() - SHOWN) + " more");
        }
    }

    private static String shortly(String value) {
        try {
            BigDecimal rounded = new BigDecimal(value).setScale(4, RoundingMode.HALF_UP);
            return rounded.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException notANumber) {
            return value;
        }
    }
}
