package io.cohortroi.runtime.simulator;

import io.cohortroi.runtime.importer.EventJson;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.TopicNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the company teaches: 24 workflows of 16 components in 8 domains, one of them free of charge. */
final class Catalogue {
    /** The value of a capability where neither workflow nor component says one, as the program is configured by default. */
    private static final String DEFAULT_VALUE = "576";

    /** A capability area; value null where it has none of its own. */
    private record Component(
            String id,
            String category,
            int discovered,
            @Nullable String value) {}

    private static final List<Component> COMPONENTS = List.of(
            new Component("async-patterns", "async", 6, null),
            new Component("clean-interfaces", "framework", 5, "600"),
            new Component("data-modelling", "domain", 6, null),
            new Component("streaming-queries", "async", 5, null),
            new Component("container-operations", "framework", 6, null),
            new Component("cost-awareness", "other", 4, null),
            new Component("value-selling", "domain", 7, null),
            new Component("forecasting", "learning", 4, null),
            new Component("user-research", "learning", 5, null),
            new Component("design-systems", "framework", 6, null),
            new Component("threat-modelling", "domain", 6, null),
            new Component("secure-defaults", "framework", 4, null),
            new Component("feedback-culture", "learning", 5, null),
            new Component("delegation", "other", 4, null),
            new Component("incident-communication", "domain", 6, null),
            new Component("root-cause-analysis", "learning", 5, null));

    // id, name, domain, components, minutes, difficulty, hands-on share, retention requirement; then value, fixed
    // and hourly cost, isolation, confidence, a dash where the catalogue is silent
    private static final String WORKFLOWS = """
            wf-101|Concurrent Java in production|software|async-patterns|720|advanced|0.7|0.7|1080|240|60|0.9|0.95
            wf-102|Interfaces that last|software|clean-interfaces|480|intermediate|0.5|0.6|-|160|55|-|-
            wf-103|Event-driven services|software|async-patterns,clean-interfaces|960|advanced|0.8|0.8|1400|300|60|0.85|-
            wf-201|Modelling for analysts|data|data-modelling|480|beginner|0.4|0.5|-|140|55|-|-
            wf-202|Queries over streams|data|streaming-queries|600|intermediate|0.7|0.6|900|200|58|0.9|-
            wf-203|Measuring what matters|data|data-modelling,streaming-queries|720|advanced|0.5|0.7|1000|220|60|-|0.9
            wf-301|Containers from build to run|cloud|container-operations|600|intermediate|0.8|0.6|800|200|60|-|-
            wf-302|Paying for what we use|cloud|cost-awareness|240|beginner|0.3|0.4|320|80|55|0.9|-
            wf-303|On call without fear|cloud|container-operations,root-cause-analysis|480|intermediate|0.6|0.8|640|150|58|0.9|-
            wf-401|Selling on value|sales|value-selling|480|intermediate|0.6|0.6|700|180|62|0.9|-
            wf-402|Forecasts one can trust|sales|forecasting|360|beginner|0.3|0.5|480|120|60|-|-
            wf-403|Negotiating renewals|sales|value-selling,forecasting|720|advanced|0.7|0.7|1200|240|65|0.8|-
            wf-501|Interviewing users|design|user-research|360|beginner|0.6|0.5|460|120|55|-|-
            wf-502|A design system in use|design|design-systems|600|intermediate|0.7|0.6|750|180|58|-|-
            wf-503|Prototypes that answer questions|design|user-research,design-systems|480|advanced|0.9|0.5|650|160|60|-|-
            wf-601|Threat models for everyone|security|threat-modelling|300|beginner|0.4|0.7|380|100|55|-|-
            wf-602|Secure by default|security|secure-defaults|480|intermediate|0.6|0.8|700|150|60|0.9|-
            wf-603|Responding to incidents|security|threat-modelling,incident-communication|720|advanced|0.8|0.9|1000|240|62|-|-
            wf-701|Feedback that helps|teamwork|feedback-culture|240|beginner|0.5|0.5|270|60|50|-|-
            wf-702|Delegating well|teamwork|delegation|360|intermediate|0.4|0.6|450|120|55|-|-
            wf-703|Leading through change|teamwork|feedback-culture,delegation|960|advanced|0.4|0.8|1500|320|60|0.85|-
            wf-801|Words in a crisis|support|incident-communication|300|beginner|0.5|0.6|350|90|52|-|-
            wf-802|Finding the cause|support|root-cause-analysis|600|intermediate|0.6|0.7|760|180|55|0.95|-
            wf-803|Reading circle|support|feedback-culture|120|beginner|0.1|0.3|200|-|-|-|-
            """;

    static final List<Workflow> ALL = WORKFLOWS.lines().map(Catalogue::workflow).toList();

    static final List<String> DOMAINS =
            ALL.stream().map(Workflow::domain).distinct().toList();

    private static final Map<String, List<Workflow>> BY_DOMAIN =
            ALL.stream().collect(Collectors.groupingBy(Workflow::domain));

    private Catalogue() {}

    static List<Workflow> of(String domain) {
        return BY_DOMAIN.getOrDefault(domain, List.of());
    }

    /** Cohorts, capabilities and workflows, as they are published before everything else. */
    static List<ImportedEvent> reference() {
        List<ImportedEvent> events = new ArrayList<>();
        CohortPlan.ALL.forEach(cohort -> events.add(cohort(cohort)));
        COMPONENTS.forEach(component -> events.add(capability(component)));
        ALL.forEach(workflow -> events.add(workflow(workflow)));
        return events;
    }

    private static Workflow workflow(String line) {
        String[] cells = line.split("\\|", -1);
        List<String> components = List.of(cells[3].split(","));
        BigDecimal value = amount(cells[8]);
        BigDecimal isolation = amount(cells[11]);
        BigDecimal confidence = amount(cells[12]);
        BigDecimal worth = value == null ? componentsValue(components) : value;
        worth = isolation == null ? worth : worth.multiply(isolation);
        worth = confidence == null ? worth : worth.multiply(confidence);
        return new Workflow(
                cells[0],
                cells[1],
                cells[2],
                components,
                Integer.parseInt(cells[4]),
                cells[5],
                cells[6],
                cells[7],
                value,
                amount(cells[9]),
                amount(cells[10]),
                isolation,
                confidence,
                worth);
    }

    /** Workflows without a value have one component, so that no mean is needed. */
    private static BigDecimal componentsValue(List<String> components) {
        String own = COMPONENTS.stream()
                .filter(component -> components.contains(component.id))
                .map(component -> component.value == null ? DEFAULT_VALUE : component.value)
                .collect(Collectors.collectingAndThen(Collectors.toList(), values -> values.get(0)));
        return new BigDecimal(own);
    }

    private static @Nullable BigDecimal amount(String cell) {
        return cell.equals("-") ? null : new BigDecimal(cell);
    }

    private static ImportedEvent cohort(CohortPlan cohort) {
        return reference(
                TopicNames.COHORTS,
                cohort.id(),
                id -> EventJson.object(json -> {
                    json.writeStringField("cohort_id", id);
                    json.writeStringField("name", cohort.name());
                    json.writeBooleanField("active", true);
                    json.writeObjectFieldStart("rule");
                    json.writeStringField("attribute", "department");
                    json.writeArrayFieldStart("in");
                    for (String department : cohort.departments()) {
                        json.writeString(department);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                    json.writeNumberField("version", 1);
                }));
    }

    private static ImportedEvent capability(Component component) {
        return reference(
                TopicNames.CAPABILITIES,
                component.id,
                id -> EventJson.object(json -> {
                    json.writeStringField("component", id);
                    json.writeStringField("category", component.category);
                    json.writeNumberField("discovered", component.discovered);
                    if (component.value != null) {
                        EventJson.decimal(json, "value", new BigDecimal(component.value));
                    }
                    json.writeNumberField("version", 1);
                }));
    }

    private static ImportedEvent workflow(Workflow workflow) {
        return reference(
                TopicNames.WORKFLOWS,
                workflow.id(),
                id -> EventJson.object(json -> {
                    json.writeStringField("workflow_id", id);
                    json.writeStringField("name", workflow.name());
                    json.writeStringField("domain", workflow.domain());
                    json.writeArrayFieldStart("components");
                    for (String component : workflow.components()) {
                        json.writeString(component);
                    }
                    json.writeEndArray();
                    json.writeNumberField("duration_minutes", workflow.minutes());
                    json.writeStringField("difficulty", workflow.difficulty());
                    EventJson.decimal(json, "hands_on_share", new BigDecimal(workflow.handsOnShare()));
                    EventJson.decimal(json, "retention_requirement", new BigDecimal(workflow.retentionRequirement()));
                    Messages.optional(json, "capability_value", workflow.value());
                    Messages.optional(json, "fixed_cost", workflow.fixedCost());
                    Messages.optional(json, "hourly_cost", workflow.hourlyCost());
                    Messages.optional(json, "isolation", workflow.isolation());
                    Messages.optional(json, "confidence", workflow.confidence());
                    json.writeNumberField("version", 1);
                }));
    }

    private static ImportedEvent reference(String topic, String id, Function<String, String> value) {
        return new ImportedEvent(topic, id + "@1", value.apply(id), Instant.EPOCH);
    }
}
