package io.cohortroi.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The cohorts, workflows and capabilities that a scenario plays with. */
final class References {
    private References() {}

    /** What is known before the first event. */
    static List<Action> all() {
        String turn = Scenario.START.plus(Duration.ofDays(5)).toString();
        List<Action> all = new ArrayList<>();
        all.add(workflow(
                "wf-rates",
                1,
                Map.of(
                        "fixed_cost",
                        new BigDecimal("100.10"),
                        "hourly_cost",
                        new BigDecimal("33.333"),
                        "capability_value",
                        new BigDecimal("12.345"),
                        "isolation",
                        new BigDecimal("0.6"),
                        "confidence",
                        new BigDecimal("0.85"))));
        all.add(workflow("wf-parts", 1, Map.of("hourly_cost", new BigDecimal("7"))));
        all.add(workflow("wf-turns", 1, Map.of("fixed_cost", new BigDecimal("10"))));
        all.add(workflow("wf-turns", 2, Map.of("fixed_cost", new BigDecimal("20"), "effective_at", turn)));
        all.add(capability("api", "10"));
        all.add(capability("db", "10.5"));
        all.add(capability("ui", "11"));
        all.add(cohort("sales", 1, 1, true, "department", "Sales", Scenario.START.toString()));
        all.add(cohort("sales", 2, 1, false, "department", "Sales", turn));
        all.add(cohort("sales", 3, 9, true, "department", "Sales", "2026-06-01T00:00:00Z"));
        all.add(cohort("seniors", 1, 2, true, "level", "senior", Scenario.START.toString()));
        return all;
    }

    static Action workflow(String id, int version, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("workflow_id", id);
        fields.put("name", id);
        fields.put("domain", "engineering");
        fields.put("components", id.equals("wf-parts") ? List.of("api", "db", "ui", "unknown") : List.of("other"));
        fields.put("duration_minutes", 60);
        fields.put("difficulty", "advanced");
        fields.put("hands_on_share", new BigDecimal("0.5"));
        fields.put("retention_requirement", new BigDecimal("0.5"));
        fields.put("version", version);
        fields.putAll(more);
        return Action.send("workflows", id + "@" + version, fields);
    }

    static Action capability(String component, String value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("component", component);
        fields.put("category", "domain");
        fields.put("discovered", 10);
        fields.put("value", new BigDecimal(value));
        return Action.send("capabilities", component + "@1", fields);
    }

    static Action cohort(
            String id, int version, int priority, boolean active, String attribute, String equals, String effectiveAt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cohort_id", id);
        fields.put("name", id);
        fields.put("active", active);
        fields.put("priority", priority);
        fields.put("version", version);
        fields.put("effective_at", effectiveAt);
        fields.put("rule", Map.of("attribute", attribute, "equals", equals));
        return Action.send("cohorts", id + "@" + version, fields);
    }
}
