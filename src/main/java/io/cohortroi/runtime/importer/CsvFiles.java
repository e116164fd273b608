package io.cohortroi.runtime.importer;

import static io.cohortroi.runtime.importer.CsvField.anyOf;
import static io.cohortroi.runtime.importer.CsvField.decimal;
import static io.cohortroi.runtime.importer.CsvField.flag;
import static io.cohortroi.runtime.importer.CsvField.group;
import static io.cohortroi.runtime.importer.CsvField.instant;
import static io.cohortroi.runtime.importer.CsvField.list;
import static io.cohortroi.runtime.importer.CsvField.oneOf;
import static io.cohortroi.runtime.importer.CsvField.optional;
import static io.cohortroi.runtime.importer.CsvField.required;
import static io.cohortroi.runtime.importer.CsvField.text;
import static io.cohortroi.runtime.importer.CsvField.whole;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The CSV files of the product: one a topic, a column a field, with the ranges of the public contract. */
final class CsvFiles {
    private static final int ID = 256;
    private static final int TEXT = 1024;
    private static final int MANY = 1_000_000_000;
    private static final long MONEY = 1_000_000_000_000L;
    private static final CsvField VERSION = optional("version", whole(1, Integer.MAX_VALUE));
    private static final CsvField EFFECTIVE_AT = optional("effective_at", instant());

    /** Cohort definitions, which have rules, may also come as JSON. */
    static final String COHORTS_JSON = "cohorts.json";

    private CsvFiles() {}

    /**
     * One file.
     *
     * @param id the column of the key: the learner's id, or a reference value's id without version
     * @param time the column of the event time; null for reference data, which comes first
     */
    record CsvFile(
            String name, String topic, String id, @Nullable String time, List<CsvField> fields) {
        List<String> requiredColumns() {
            return fields.stream()
                    .filter(CsvField::isRequired)
                    .flatMap(field -> field.columns().stream())
                    .toList();
        }

        boolean knows(String column) {
            return fields.stream()
                    .flatMap(field -> field.columns().stream())
                    .anyMatch(
                            known -> known.endsWith(CsvField.GROUP) ? column.startsWith(known) : column.equals(known));
        }
    }

    static final CsvFile COHORTS = new CsvFile(
            "cohorts.csv",
            TopicNames.COHORTS,
            "cohort_id",
            null,
            List.of(
                    required("cohort_id", (row, column, json) -> json.writeString(row.cohortId(column))),
                    required("name", text(TEXT)),
                    required("active", flag()),
                    optional(
                            "archetype",
                            oneOf("Fast Learner", "Specialist", "Power User", "Long-term Retainer", "Generalist")),
                    optional("rule", (row, column, json) -> json.writeRawValue(row.jsonObject(column))),
                    optional("priority", whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
                    group(
                            "thresholds",
                            optional("variance_pct", decimal(0, 1000)),
                            optional("min_completions", whole(1, MANY))),
                    VERSION,
                    EFFECTIVE_AT));

    private static final CsvFile WORKFLOWS = new CsvFile(
            "workflows.csv",
            TopicNames.WORKFLOWS,
            "workflow_id",
            null,
            List.of(
                    required("workflow_id", text(ID)),
                    required("name", text(TEXT)),
                    required("domain", text(ID)),
                    required("components", list(ID)),
                    required("duration_minutes", decimal(0, MANY)),
                    required("difficulty", oneOf("beginner", "intermediate", "advanced")),
                    required("hands_on_share", decimal(0, 1)),
                    required("retention_requirement", decimal(0, 1)),
                    optional("capability_value", decimal(0, MONEY)),
                    optional("fixed_cost", decimal(0, MONEY)),
                    optional("hourly_cost", decimal(0, MONEY)),
                    optional("isolation", decimal(0, 1)),
                    optional("confidence", decimal(0, 1)),
                    VERSION,
                    EFFECTIVE_AT));

    private static final CsvFile CAPABILITIES = new CsvFile(
            "capabilities.csv",
            TopicNames.CAPABILITIES,
            "component",
            null,
            List.of(
                    required("component", text(ID)),
                    required("category", oneOf("learning", "domain", "framework", "async", "other")),
                    required("discovered", whole(0, MANY)),
                    optional("value", decimal(0, MONEY)),
                    VERSION,
                    EFFECTIVE_AT));

    /** Reference data, in the order of publishing. */
    static final List<CsvFile> REFERENCE = List.of(COHORTS, WORKFLOWS, CAPABILITIES);

    /**
     * Events, in the order of publishing where times are equal.
     *
     * @param pseudonyms for the ids of people and of what they did
     */
    static List<CsvFile> events(Pseudonyms pseudonyms) {
        CsvField.Cell id = (row, column, json) -> json.writeString(pseudonyms.of(row.text(column, ID)));
        return List.of(
                new CsvFile(
                        "learners.csv",
                        TopicNames.LEARNERS,
                        "learner_id",
                        "updated_at",
                        List.of(
                                required("learner_id", id),
                                required("status", oneOf("active", "inactive")),
                                required("registered_at", instant()),
                                required("updated_at", instant()),
                                optional("cohort", (row, column, json) -> json.writeString(row.cohortId(column))),
                                anyOf("attributes", text(TEXT)))),
                new CsvFile(
                        "learner-activity.csv",
                        TopicNames.ACTIVITY,
                        "learner_id",
                        "occurred_at",
                        List.of(
                                required("event_id", id),
                                required("learner_id", id),
                                required(
                                        "type",
                                        oneOf("session", "module_completed", "quiz", "capability_used", "feedback")),
                                required("occurred_at", instant()),
                                optional("domain", text(ID)),
                                optional("component", text(ID)),
                                optional("minutes", decimal(0, MANY)),
                                optional("count", whole(0, MANY)),
                                optional("score", decimal(0, 1)),
                                optional("acted_on", flag()),
                                optional("repeat", flag()))),
                new CsvFile(
                        "training-completions.csv",
                        TopicNames.COMPLETIONS,
                        "learner_id",
                        "completed_at",
                        completionFields(id)));
    }

    private static List<CsvField> completionFields(CsvField.Cell id) {
        return List.of(
                required("event_id", id),
                required("completion_id", id),
                required("learner_id", id),
                required("workflow_id", text(ID)),
                required("kind", oneOf("completed", "corrected", "voided")),
                required("completed_at", instant()),
                optional("capabilities_added", whole(0, MANY)),
                optional("capabilities", list(ID)),
                optional("duration_hours", decimal(0, MANY)),
                optional("completion_rate", decimal(0, 1)),
                optional("success", flag()),
                optional("cost", decimal(0, MONEY)),
                group(
                        "cost_breakdown",
                        optional("design", decimal(0, MONEY)),
                        optional("delivery", decimal(0, MONEY)),
                        optional("participants_time", decimal(0, MONEY)),
                        optional("materials", decimal(0, MONEY)),
                        optional("evaluation", decimal(0, MONEY)),
                        optional("overhead", decimal(0, MONEY))),
                optional("benefit", decimal(0, MONEY)),
                optional("currency", (row, column, json) -> json.writeString(row.currency(column))),
                optional("score", decimal(0, 1)),
                optional("revision", whole(0, Integer.MAX_VALUE)));
    }

    /** All file names. */
    static List<String> names() {
        return Stream.concat(
                        Stream.of(COHORTS_JSON),
                        Stream.concat(REFERENCE.stream(), events(Pseudonyms.none()).stream())
                                .map(CsvFile::name))
                .toList();
    }
}
