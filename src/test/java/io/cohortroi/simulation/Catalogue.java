package io.cohortroi.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The reference data as the oracle reads it: all definitions, and which of them holds at a time. */
final class Catalogue {
    private static final BigDecimal DEFAULT_VALUE = new BigDecimal("576");

    private final Map<String, TreeMap<Instant, Map<String, Object>>> definitions = new TreeMap<>();

    /** What a workflow says about money. */
    record Worth(BigDecimal fixed, BigDecimal hourly, BigDecimal perUnit) {
        BigDecimal cost(BigDecimal hours) {
            return fixed.add(hourly.multiply(hours));
        }

        BigDecimal benefit(long units) {
            return perUnit.multiply(BigDecimal.valueOf(units));
        }
    }

    void add(Action action) {
        String id =
                action.topic() + "/" + action.key().substring(0, action.key().indexOf('@'));
        Object from = action.fields().get("effective_at");
        definitions
                .computeIfAbsent(id, key -> new TreeMap<>())
                .put(from == null ? Instant.EPOCH : Instant.parse((String) from), action.fields());
    }

    boolean knowsWorkflow(String id) {
        return definitions.containsKey("workflows/" + id);
    }

    private Map<String, Object> at(String id, Instant time) {
        TreeMap<Instant, Map<String, Object>> versions = definitions.get(id);
        if (versions == null) {
            return Map.of();
        }
        var newest = versions.floorEntry(time);
        return newest == null ? versions.firstEntry().getValue() : newest.getValue();
    }

    Worth worth(String workflowId, Instant time) {
        Map<String, Object> workflow = at("workflows/" + workflowId, time);
        BigDecimal value = (BigDecimal) workflow.get("capability_value");
        if (value == null) {
            value = meanOfComponents(workflow, time);
        }
        BigDecimal perUnit = value.multiply(number(workflow, "isolation", BigDecimal.ONE))
                .multiply(number(workflow, "confidence", BigDecimal.ONE));
        return new Worth(
                number(workflow, "fixed_cost", BigDecimal.ZERO),
                number(workflow, "hourly_cost", BigDecimal.ZERO),
                perUnit);
    }

    private BigDecimal meanOfComponents(Map<String, Object> workflow, Instant time) {
        List<BigDecimal> values = new ArrayList<>();
        if (workflow.get("components") instanceof List<?> components) {
            components.stream()
                    .map(component ->
                            (BigDecimal) at("capabilities/" + component, time).get("value"))
                    .filter(Objects::nonNull)
                    .forEach(values::add);
        }
        return values.isEmpty()
                ? DEFAULT_VALUE
                : values.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(values.size()), 12, RoundingMode.HALF_UP);
    }

    private static BigDecimal number(Map<String, Object> fields, String name, BigDecimal otherwise) {
        BigDecimal given = (BigDecimal) fields.get(name);
        return given == null ? otherwise : given;
    }

    /** The cohort a profile names, else the best definition whose one comparison holds. */
    String cohortOf(Map<String, Object> profile, Instant time) {
        if (profile.get("cohort") != null) {
            return (String) profile.get("cohort");
        }
        Map<?, ?> attributes = profile.get("attributes") instanceof Map<?, ?> given ? given : Map.of();
        String found = "unassigned";
        int best = Integer.MIN_VALUE;
        for (String key : definitions.keySet()) {
            if (!key.startsWith("cohorts/")) {
                continue;
            }
            Map<String, Object> cohort = at(key, time);
            Map<?, ?> rule = (Map<?, ?>) cohort.get("rule");
            int priority = (Integer) cohort.get("priority");
            boolean holds = rule.get("equals").equals(attributes.get(rule.get("attribute")));
            if (cohort.get("active").equals(true) && holds && priority > best) {
                best = priority;
                found = (String) cohort.get("cohort_id");
            }
        }
        return found;
    }
}
