package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.Scope;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cohort did over time, what it lacks, what would fit it, how two compare, how baselines hold, and
 * whether finance agrees. */
final class InsightRoutes {
    private static final List<String> COMPARED = List.of(
            "mean_roi",
            "pooled_roi",
            "median_roi",
            "p90_roi",
            "expected_roi",
            "variance_pct",
            "mean_completion_rate",
            "cost_per_capability",
            "completions",
            "learners",
            "active_learners");

    private final Answers answers;

    InsightRoutes(Answers answers) {
        this.answers = answers;
    }

    void trajectory(Context context) {
        QueryParameters.of(context);
        String id = context.pathParam("id");
        answers.snapshot(context, served -> {
            ObjectNode metrics = cohort(served, id);
            ObjectNode answer = Json.object().put("cohort", id);
            for (String field : List.of("trend", "days", "weeks", "updated_at")) {
                answer.set(field, metrics.path(field));
            }
            return answer;
        });
    }

    void gaps(Context context) {
        insights(context, List.of("gaps", "critical_gaps", "expected_roi", "estimated_roi", "updated_at"));
    }

    void workflows(Context context) {
        insights(context, List.of("workflows", "updated_at"));
    }

    /** A cohort without insights yet is not a missing cohort: its lists are empty. */
    private void insights(Context context, List<String> fields) {
        QueryParameters.of(context);
        String id = context.pathParam("id");
        answers.snapshot(context, served -> {
            cohort(served, id);
            ObjectNode answer = Json.object().put("cohort", id);
            ObjectNode found = served.snapshot()
                    .find(CompactedViews.COHORT_INSIGHTS, id)
                    .map(entry -> entry.value())
                    .orElseGet(InsightRoutes::nothingYet);
            fields.forEach(field -> answer.set(field, found.path(field)));
            return answer;
        });
    }

    void compare(Context context) {
        QueryParameters query = QueryParameters.of(context, "a", "b");
        String a = query.text("a").orElseThrow(() -> ApiException.badRequest("Name two cohorts: ?a=...&b=..."));
        String b = query.text("b").orElseThrow(() -> ApiException.badRequest("Name two cohorts: ?a=...&b=..."));
        answers.snapshot(context, served -> {
            ObjectNode left = cohort(served, a);
            ObjectNode right = cohort(served, b);
            ObjectNode answer = Json.object().put("a", a).put("b", b);
            ArrayNode rows = answer.putArray("metrics");
            for (String metric : COMPARED) {
                ObjectNode row = rows.addObject().put("metric", metric);
                row.set("a", left.path(metric));
                row.set("b", right.path(metric));
                row.put("difference", difference(left.path(metric), right.path(metric)));
            }
            return answer;
        });
    }

    void calibration(Context context) {
        all(context, CompactedViews.CALIBRATION_REPORTS, "reports");
    }

    void reconciliation(Context context) {
        all(context, CompactedViews.COST_RECONCILIATION, "workflows");
    }

    private void all(Context context, String table, String field) {
        QueryParameters.of(context);
        answers.snapshot(context, served -> {
            ObjectNode answer = Json.object();
            ArrayNode rows = answer.putArray(field);
            served.snapshot().table(table).values().forEach(entry -> rows.add(entry.value()));
            return answer;
        });
    }

    private static @Nullable BigDecimal difference(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? left.decimalValue().subtract(right.decimalValue()).stripTrailingZeros()
                : null;
    }

    private static ObjectNode cohort(Served served, String id) {
        return served.snapshot()
                .find(CompactedViews.COHORT_METRICS, id)
                .filter(entry -> Scope.ofKey(entry.key()) == Scope.COHORT)
                .orElseThrow(() -> served.missing("Cohort"))
                .value();
    }

    private static ObjectNode nothingYet() {
        ObjectNode nothing = Json.object();
        nothing.putArray("gaps");
        nothing.putArray("workflows");
        nothing.put("critical_gaps", 0)
                .putNull("expected_roi")
                .putNull("estimated_roi")
                .putNull("updated_at");
        return nothing;
    }
}
