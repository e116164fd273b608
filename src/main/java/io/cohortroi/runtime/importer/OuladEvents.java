package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cohortroi.runtime.importer.OuladCatalogue.Assessment;
import io.cohortroi.runtime.importer.OuladCatalogue.AssessmentType;
import io.cohortroi.runtime.importer.OuladCatalogue.Presentation;
import io.cohortroi.runtime.importer.OuladRows.Information;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds the values of the public topics from OULAD's rows. Hours of the day are UTC. */
final class OuladEvents {
    static final int REGISTERED_HOUR = 8;
    static final int DONE_HOUR = 12;
    static final int COMPLETED_HOUR = 13;
    static final int UNREGISTERED_HOUR = 20;

    private static final int DISCOVERED_PER_ASSESSMENT = 5;
    private static final int PRIORITY = 100;
    private static final BigDecimal POINTS_PER_CAPABILITY = new BigDecimal(20);
    private static final BigDecimal PASS_MARK = new BigDecimal(40);
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final OuladCatalogue catalogue;
    private final OuladRows rows;
    private final Map<Assessment, BigDecimal> durationHours = new HashMap<>();

    OuladEvents(OuladCatalogue catalogue, OuladRows rows) {
        this.catalogue = catalogue;
        this.rows = rows;
        catalogue
                .assessments()
                .forEach(each -> durationHours.put(each, catalogue.terms(each).durationHours()));
    }

    /** Cohorts, workflows and capabilities, in this order. */
    List<ImportedEvent> reference() {
        List<ImportedEvent> events = new ArrayList<>();
        catalogue.modules().forEach(module -> events.add(cohort(module)));
        catalogue.assessments().forEach(assessment -> events.add(workflow(assessment)));
        SortedMap<String, List<Assessment>> components = new TreeMap<>();
        for (Assessment assessment : catalogue.assessments()) {
            components
                    .computeIfAbsent(assessment.component(), component -> new ArrayList<>())
                    .add(assessment);
        }
        components.forEach((component, assessments) -> events.add(capability(component, assessments)));
        return events;
    }

    private static ImportedEvent cohort(String module) {
        return reference(TopicNames.COHORTS, "cohort-" + module, json -> {
            json.writeStringField("cohort_id", "cohort-" + module);
            json.writeStringField("name", "Module " + module);
            json.writeBooleanField("active", true);
            json.writeObjectFieldStart("rule");
            json.writeStringField("attribute", "module");
            json.writeArrayFieldStart("in");
            json.writeString(module);
            json.writeEndArray();
            json.writeEndObject();
            json.writeNumberField("priority", PRIORITY);
        });
    }

    private ImportedEvent workflow(Assessment assessment) {
        String module = assessment.presentation().module();
        AssessmentType type = assessment.type();
        OuladFinance.Terms terms = catalogue.terms(assessment);
        return reference(TopicNames.WORKFLOWS, assessment.workflowId(), json -> {
            json.writeStringField("workflow_id", assessment.workflowId());
            json.writeStringField(
                    "name",
                    String.join(
                            " ",
                            module,
                            assessment.presentation().code(),
                            type.label,
                            String.valueOf(assessment.id())));
            json.writeStringField("domain", module);
            json.writeArrayFieldStart("components");
            json.writeString(assessment.component());
            json.writeEndArray();
            EventJson.decimal(json, "duration_minutes", terms.durationMinutes());
            json.writeStringField("difficulty", type.difficulty);
            EventJson.decimal(json, "hands_on_share", type.handsOnShare);
            EventJson.decimal(json, "retention_requirement", type.retentionRequirement);
            EventJson.decimal(json, "capability_value", terms.capabilityValue());
            EventJson.decimal(json, "fixed_cost", terms.fixedCost());
            json.writeNumberField("hourly_cost", 0);
        });
    }

    private static ImportedEvent capability(String component, List<Assessment> assessments) {
        return reference(TopicNames.CAPABILITIES, component, json -> {
            json.writeStringField("component", component);
            json.writeStringField("category", assessments.get(0).type().category);
            json.writeNumberField("discovered", DISCOVERED_PER_ASSESSMENT * assessments.size());
        });
    }

    private static ImportedEvent reference(String topic, String id, EventJson.Fields fields) {
        String value = EventJson.object(json -> {
            fields.write(json);
            json.writeNumberField("version", 1);
            json.writeStringField("effective_at", Instant.EPOCH.toString());
        });
        return new ImportedEvent(topic, id + "@1", value, Instant.EPOCH);
    }

    ImportedEvent registration(int row) {
        Instant registeredAt = at(rows.registrations.registered.get(row), REGISTERED_HOUR);
        return learner(row, "active", registeredAt, registeredAt);
    }

    ImportedEvent unregistration(int row) {
        return learner(
                row,
                "inactive",
                at(rows.registrations.registered.get(row), REGISTERED_HOUR),
                at(rows.registrations.unregistered.get(row), UNREGISTERED_HOUR));
    }

    private ImportedEvent learner(int row, String status, Instant registeredAt, Instant updatedAt) {
        String learner = learnerId(rows.registrations.student.get(row));
        Presentation presentation = catalogue.presentation(rows.registrations.presentation.get(row));
        int information = rows.registrations.information.get(row);
        String value = EventJson.object(json -> {
            json.writeStringField("learner_id", learner);
            json.writeStringField("status", status);
            json.writeStringField("registered_at", registeredAt.toString());
            json.writeStringField("updated_at", updatedAt.toString());
            json.writeObjectFieldStart("attributes");
            json.writeStringField("module", presentation.module());
            json.writeStringField("presentation", presentation.code());
            if (information != OuladRows.NONE) {
                writeInformation(json, rows.information(information));
            }
            json.writeEndObject();
        });
        return new ImportedEvent(TopicNames.LEARNERS, learner, value, updatedAt);
    }

    private static void writeInformation(JsonGenerator json, Information information) throws IOException {
        writeUnlessEmpty(json, "region", information.region());
        writeUnlessEmpty(json, "education", information.education());
        writeUnlessEmpty(json, "age_band", information.ageBand());
    }

    private static void writeUnlessEmpty(JsonGenerator json, String field, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(field, value);
        }
    }

    ImportedEvent session(int row) {
        String learner = learnerId(rows.sessions.student.get(row));
        Instant occurredAt = at(rows.sessions.day.get(row), DONE_HOUR);
        String value = EventJson.object(json -> {
            json.writeStringField("event_id", "vle-" + rows.sessions.number.get(row));
            json.writeStringField("learner_id", learner);
            json.writeStringField("type", "session");
            json.writeStringField("occurred_at", occurredAt.toString());
            json.writeStringField("domain", catalogue.kind(rows.sessions.kind.get(row)));
            json.writeStringField(
                    "component",
                    catalogue.presentation(rows.sessions.presentation.get(row)).module());
            json.writeNumberField("count", rows.sessions.clicks.get(row));
        });
        return new ImportedEvent(TopicNames.ACTIVITY, learner, value, occurredAt);
    }

    ImportedEvent quiz(int row) {
        int student = rows.results.student.get(row);
        Assessment assessment = catalogue.assessment(rows.results.assessment.get(row));
        Instant occurredAt = at(rows.results.day.get(row), DONE_HOUR);
        String value = EventJson.object(json -> {
            json.writeStringField("event_id", "quiz-" + assessment.id() + "-" + student);
            json.writeStringField("learner_id", learnerId(student));
            json.writeStringField("type", "quiz");
            json.writeStringField("occurred_at", occurredAt.toString());
            json.writeStringField("domain", assessment.type().label);
            json.writeStringField("component", assessment.component());
            EventJson.decimal(json, "score", score(row).movePointLeft(2));
        });
        return new ImportedEvent(TopicNames.ACTIVITY, learnerId(student), value, occurredAt);
    }

    ImportedEvent completion(int row) {
        int student = rows.results.student.get(row);
        Assessment assessment = catalogue.assessment(rows.results.assessment.get(row));
        String completionId = assessment.id() + "-" + student;
        Instant completedAt = at(rows.results.day.get(row), COMPLETED_HOUR);
        BigDecimal score = score(row);
        String value = EventJson.object(json -> {
            json.writeStringField("event_id", "done-" + completionId);
            json.writeStringField("completion_id", completionId);
            json.writeStringField("learner_id", learnerId(student));
            json.writeStringField("workflow_id", assessment.workflowId());
            json.writeStringField("kind", "completed");
            json.writeStringField("completed_at", completedAt.toString());
            EventJson.decimal(json, "capabilities_added", score.divide(POINTS_PER_CAPABILITY, 0, RoundingMode.FLOOR));
            EventJson.decimal(json, "duration_hours", durationHours.getOrDefault(assessment, BigDecimal.ZERO));
            EventJson.decimal(json, "completion_rate", score.compareTo(PASS_MARK) >= 0 ? BigDecimal.ONE : HALF);
            EventJson.decimal(json, "score", score.movePointLeft(2));
        });
        return new ImportedEvent(TopicNames.COMPLETIONS, learnerId(student), value, completedAt);
    }

    private BigDecimal score(int row) {
        return rows.score(rows.results.score.get(row));
    }

    private static String learnerId(int student) {
        return "oulad-" + student;
    }

    private static Instant at(int epochDay, int hour) {
        return Instant.ofEpochSecond(epochDay * 86_400L + hour * 3_600L);
    }
}
