package io.cohortroi.runtime.simulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cohortroi.runtime.importer.EventJson;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.TopicNames;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The values of the learner-keyed topics, as {@code topics/schemas} has them. */
final class Messages {
    private Messages() {}

    /** The profile as of that time. */
    static Happening.Telling profile(Member member) {
        return time -> {
            String value = EventJson.object(json -> {
                json.writeStringField("learner_id", member.id());
                json.writeStringField("status", member.hasLeft(time) ? "inactive" : "active");
                json.writeStringField(
                        "registered_at",
                        member.startsAt().minus(member.employedBefore()).toString());
                json.writeStringField("updated_at", time.toString());
                CohortPlan cohort = member.cohortAt(time);
                if (member.assigned()) {
                    json.writeStringField("cohort", cohort.id());
                }
                json.writeObjectFieldStart("attributes");
                json.writeStringField("department", Roster.departmentOf(member, cohort));
                json.writeStringField("role", member.role());
                Instant promotedAt = member.promotedAt();
                json.writeStringField("level", promotedAt != null && !time.isBefore(promotedAt) ? "senior" : "regular");
                json.writeStringField("location", member.location());
                json.writeEndObject();
            });
            return new ImportedEvent(TopicNames.LEARNERS, member.id(), value, time);
        };
    }

    /** What an activity says beside who and when. */
    record Activity(
            String type,
            String domain,
            @Nullable Integer minutes,
            @Nullable BigDecimal score,
            @Nullable Boolean actedOn,
            boolean repeat) {}

    static Happening.Telling activity(Member member, String eventId, Activity activity) {
        return time -> {
            String value = EventJson.object(json -> {
                json.writeStringField("event_id", eventId);
                json.writeStringField("learner_id", member.id());
                json.writeStringField("type", activity.type());
                json.writeStringField("occurred_at", time.toString());
                json.writeStringField("domain", activity.domain());
                if (activity.minutes() != null) {
                    json.writeNumberField("minutes", activity.minutes());
                }
                optional(json, "score", activity.score());
                if (activity.actedOn() != null) {
                    json.writeBooleanField("acted_on", activity.actedOn());
                }
                if (activity.repeat()) {
                    json.writeBooleanField("repeat", true);
                }
            });
            return new ImportedEvent(TopicNames.ACTIVITY, member.id(), value, time);
        };
    }

    static Happening.Telling completion(Training training, String completionId, int revision, Report report) {
        return time -> {
            String value = EventJson.object(json -> {
                begin(json, training, completionId, revision, revision == 0 ? "completed" : "corrected", time);
                json.writeNumberField("capabilities_added", report.units());
                if (!report.capabilities().isEmpty()) {
                    json.writeArrayFieldStart("capabilities");
                    for (String capability : report.capabilities()) {
                        json.writeString(capability);
                    }
                    json.writeEndArray();
                }
                EventJson.decimal(json, "duration_hours", report.hours());
                EventJson.decimal(json, "completion_rate", report.completionRate());
                if (!report.success()) {
                    json.writeBooleanField("success", false);
                }
                optional(json, "cost", report.cost());
                optional(json, "benefit", report.benefit());
                optional(json, "score", report.score());
            });
            return new ImportedEvent(TopicNames.COMPLETIONS, training.member().id(), value, time);
        };
    }

    static Happening.Telling voiding(Training training, String completionId, int revision) {
        return time -> {
            String value = EventJson.object(json -> begin(json, training, completionId, revision, "voided", time));
            return new ImportedEvent(TopicNames.COMPLETIONS, training.member().id(), value, time);
        };
    }

    private static void begin(
            JsonGenerator json, Training training, String completionId, int revision, String kind, Instant time)
            throws IOException {
        json.writeStringField("event_id", completionId + "-r" + revision);
        json.writeStringField("completion_id", completionId);
        json.writeStringField("learner_id", training.member().id());
        json.writeStringField("workflow_id", training.workflow().id());
        json.writeStringField("kind", kind);
        json.writeStringField("completed_at", time.toString());
        if (revision > 0) {
            json.writeNumberField("revision", revision);
        }
    }

    static void optional(JsonGenerator json, String field, @Nullable BigDecimal value) throws IOException {
        if (value != null) {
            EventJson.decimal(json, field, value);
        }
    }
}
