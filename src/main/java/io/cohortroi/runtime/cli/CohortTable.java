package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cohorts as a table for a terminal. */
final class CohortTable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORMAT = "%-16s %8s %8s %12s %9s %9s %9s %16s  %s";

    private CohortTable() {}

    /** @param metrics values of {@code cohort-metrics}, one a line, in the order to show */
    static List<String> of(List<String> metrics) throws JsonProcessingException {
        List<String> lines = new ArrayList<>();
        lines.add(header());
        for (String line : metrics) {
            lines.add(row(JSON.readTree(line)));
        }
        return lines;
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                FORMAT,
                "cohort",
                "learners",
                "active",
                "completions",
                "mean ROI",
                "expected",
                "variance",
                "cost",
                "trend");
    }

    static String row(JsonNode cohort) {
        return String.format(
                Locale.ROOT,
                FORMAT,
                cohort.path("cohort").asText(),
                cohort.path("learners").asText(),
                cohort.path("active_learners").asText(),
                cohort.path("completions").asText(),
                number(cohort.path("mean_roi"), "%.3fx"),
                number(cohort.path("expected_roi"), "%.3fx"),
                number(cohort.path("variance_pct"), "%+.1f%%"),
                number(cohort.path("total_cost"), "%,.2f"),
                cohort.path("trend").path("direction").asText());
    }

    private static String number(JsonNode node, String format) {
        return node.isNumber() ? String.format(Locale.ROOT, format, node.doubleValue()) : "-";
    }
}
