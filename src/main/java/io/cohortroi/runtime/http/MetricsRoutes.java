package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.Scope;
import io.cohortroi.runtime.query.ViewEntry;
import io.javalin.http.Context;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Cohorts, archetypes and the whole company, from {@code cohort-metrics}. */
final class MetricsRoutes {
    static final Set<String> SORTS = Set.of(
            "cohort",
            "learners",
            "active_learners",
            "completions",
            "mean_roi",
            "pooled_roi",
            "median_roi",
            "p90_roi",
            "total_cost",
            "total_benefit",
            "capabilities_added",
            "cost_per_capability",
            "mean_completion_rate",
            "expected_roi",
            "variance_pct",
            "updated_at");

    private final Answers answers;

    MetricsRoutes(Answers answers) {
        this.answers = answers;
    }

    void cohorts(Context context) {
        QueryParameters query = QueryParameters.of(context, "sort", "limit", "offset");
        Page page = Page.of(query);
        String sort = query.text("sort").orElse("cohort");
        if (!SORTS.contains(sort.startsWith("-") ? sort.substring(1) : sort)) {
            throw ApiException.badRequest("The parameter sort is one of the summary's fields, with - for descending.");
        }
        answers.snapshot(context, served -> {
            List<ObjectNode> rows = scopes(served, Scope.COHORT)
                    .map(ScopeSummaries::of)
                    .sorted(Page.order(sort))
                    .toList();
            ObjectNode answer = Json.object();
            page.put(answer, "cohorts", rows);
            return answer;
        });
    }

    void cohort(Context context) {
        QueryParameters.of(context);
        String id = context.pathParam("id");
        answers.snapshot(context, served -> one(served, id, Scope.COHORT, "Cohort"));
    }

    void archetypes(Context context) {
        QueryParameters.of(context);
        answers.snapshot(context, served -> {
            ObjectNode answer = Json.object();
            ArrayNode archetypes = answer.putArray("archetypes");
            scopes(served, Scope.ARCHETYPE).map(ScopeSummaries::of).forEach(archetypes::add);
            return answer;
        });
    }

    void archetype(Context context) {
        QueryParameters.of(context);
        String key = Scope.archetypeKey(context.pathParam("label"));
        answers.snapshot(context, served -> one(served, key, Scope.ARCHETYPE, "Archetype"));
    }

    void overall(Context context) {
        QueryParameters.of(context);
        answers.snapshot(
                context,
                served -> scopes(served, Scope.OVERALL)
                        .findFirst()
                        .orElseThrow(() -> served.missing("The overall record"))
                        .value());
    }

    private static ObjectNode one(Served served, String key, Scope scope, String what) {
        return served.snapshot()
                .find(CompactedViews.COHORT_METRICS, key)
                .filter(entry -> Scope.ofKey(entry.key()) == scope)
                .orElseThrow(() -> served.missing(what))
                .value();
    }

    private static Stream<ViewEntry> scopes(Served served, Scope scope) {
        return served.snapshot().table(CompactedViews.COHORT_METRICS).values().stream()
                .filter(entry -> Scope.ofKey(entry.key()) == scope);
    }
}
