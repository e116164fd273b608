package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.DeadLetterCounts;
import io.cohortroi.runtime.query.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.function.Supplier;

/** How the pipeline does: its state, what is left to restore and to read, and why records were refused. */
final class PipelineRoutes {
    private final Supplier<StreamHealth> health;
    private final Supplier<PipelineStatus> status;
    private final DeadLetterCounts deadLetters;
    private final String currency;

    PipelineRoutes(
            Supplier<StreamHealth> health,
            Supplier<PipelineStatus> status,
            DeadLetterCounts deadLetters,
            String currency) {
        this.health = health;
        this.status = status;
        this.deadLetters = deadLetters;
        this.currency = currency;
    }

    void pipeline(Context context) {
        QueryParameters.of(context);
        Answers.json(context, 200, describe());
    }

    /** The answer, which is also what viewers are pushed; made from what was measured already. */
    ObjectNode describe() {
        ObjectNode answer = Json.object().put("currency", currency);
        StreamHealth now = health.get();
        PipelineStatus measured = status.get();
        answer.putObject("stream")
                .put("state", now.state())
                .put("ready", now.ready())
                .put(
                        "not_ready_since",
                        now.notReadySince().map(Instant::toString).orElse(null))
                .put("active_tasks", measured.activeTasks())
                .put("standby_tasks", measured.standbyTasks())
                .put("restoring_records", measured.restoringRecords());
        ObjectNode lag = answer.putObject("lag");
        measured.lag().forEach(lag::put);
        answer.put("measured_at", measured.measuredAt().map(Instant::toString).orElse(null));
        answer.set("dead_letters", describe(deadLetters.tally()));
        return answer;
    }

    private static ObjectNode describe(DeadLetterCounts.Tally tally) {
        ObjectNode node = Json.object().put("complete", tally.complete()).put("total", tally.total());
        ArrayNode reasons = node.putArray("reasons");
        for (DeadLetterCounts.Count count : tally.counts()) {
            reasons.addObject()
                    .put("topic", count.topic())
                    .put("reason", count.reason())
                    .put("records", count.records());
        }
        ArrayNode latest = node.putArray("latest");
        for (DeadLetterCounts.Letter letter : tally.latest()) {
            latest.addObject()
                    .put("topic", letter.topic())
                    .put("partition", letter.partition())
                    .put("offset", letter.offset())
                    .put("reason", letter.reason())
                    .put("detail", letter.detail())
                    .put("at", letter.at().toString());
        }
        return node;
    }
}
