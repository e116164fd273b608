package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A value of {@code cohort-insights} told with its formulas: every input beside what was made of it. */
public final class InsightExplanation {
    private InsightExplanation() {}

    /** Lines for people; numbers with four decimals, exact ones in the value itself. */
    public static List<String> of(ObjectNode insights) {
        List<String> lines = new ArrayList<>();
        JsonNode inputs = insights.path("inputs");
        lines.add("Cohort " + insights.path("cohort").asText() + ", as of "
                + insights.path("updated_at").asText());
        lines.add("");
        lines.add("Active learners " + inputs.path("active_learners").asText() + ": "
                + counts(inputs.path("active_by_archetype")));
        lines.add("Mean traits: " + numbers(inputs.path("traits")));
        lines.add("Completions by domain: " + counts(inputs.path("completions_by_domain")));
        lines.add("Weights are those of "
                + (inputs.has("archetype")
                        ? inputs.path("archetype").asText() + ", the cohort's archetype."
                        : "each archetype, averaged over the active learners."));
        lines.add("");
        lines.add("Gaps: severity = min(2.5, (1 - activated / discovered) x weight)");
        for (JsonNode gap : insights.path("gaps")) {
            lines.add("  " + gap.path("component").asText() + " ("
                    + gap.path("category").asText() + "): (1 - "
                    + number(gap.path("activated")) + " / " + number(gap.path("discovered")) + ") x "
                    + number(gap.path("weight")) + " = " + number(gap.path("severity")) + ", "
                    + gap.path("urgency").asText());
        }
        if (insights.path("gaps").isEmpty()) {
            lines.add("  none");
        }
        lines.add("");
        lines.add("Estimated ROI = expected + 0.1 x (critical gaps / 3, rounded down): "
                + number(insights.path("expected_roi")) + " + 0.1 x ("
                + insights.path("critical_gaps").asText() + " / 3) = " + number(insights.path("estimated_roi")));
        lines.add("");
        lines.add("Workflows: score = 0.4 domain + 0.3 pace + 0.2 engagement + 0.1 retention");
        for (JsonNode workflow : insights.path("workflows")) {
            addWorkflow(lines, workflow, inputs.path("traits"));
        }
        return lines;
    }

    private static void addWorkflow(List<String> lines, JsonNode fit, JsonNode traits) {
        JsonNode in = fit.path("inputs");
        String affinity = number(traits.path("domain_affinity"));
        lines.add(
                "  " + fit.path("workflow_id").asText() + " " + fit.path("name").asText() + ": 0.4 x "
                        + number(fit.path("domain")) + " + 0.3 x " + number(fit.path("pace")) + " + 0.2 x "
                        + number(fit.path("engagement")) + " + 0.1 x " + number(fit.path("retention")) + " = "
                        + number(fit.path("score")));
        lines.add("    domain     = (1 - affinity / 2) x gaps + affinity / 2 x known = (1 - " + affinity + " / 2) x "
                + number(in.path("gap_share")) + " + " + affinity + " / 2 x " + number(in.path("domain_share")) + " = "
                + number(fit.path("domain")));
        lines.add("    pace       = 1 - |velocity - demand| = 1 - |" + number(traits.path("learning_velocity")) + " - "
                + number(in.path("demand")) + "| = " + number(fit.path("pace")));
        lines.add("    engagement = 1 - |hands-on - frequency| = 1 - |" + number(in.path("hands_on_share")) + " - "
                + number(traits.path("interaction_frequency")) + "| = " + number(fit.path("engagement")));
        lines.add("    retention  = 1 - max(0, required - strength) = 1 - max(0, "
                + number(in.path("retention_requirement")) + " - " + number(traits.path("retention_strength")) + ") = "
                + number(fit.path("retention")));
        lines.add("    realised   = " + realised(fit.path("realised")) + "; not part of the score");
    }

    private static String realised(JsonNode seen) {
        String whose = seen.has("archetype")
                ? "completions of " + seen.path("archetype").asText() + " learners"
                : "completions of all learners";
        if (seen.path("n").asLong() == 0) {
            return "no " + whose + " yet";
        }
        return number(seen.path("mean_roi")) + "x over " + seen.path("n").asText() + " " + whose + ", 95 % interval "
                + number(seen.path("ci_low")) + " to " + number(seen.path("ci_high"));
    }

    private static String counts(JsonNode object) {
        List<String> parts = new ArrayList<>();
        object.properties()
                .forEach(field -> parts.add((field.getKey().isEmpty() ? "other" : field.getKey()) + " "
                        + field.getValue().asText()));
        return parts.isEmpty() ? "none" : String.join(", ", parts);
    }

    private static String numbers(JsonNode object) {
        List<String> parts = new ArrayList<>();
        object.properties()
                .forEach(field -> parts.add(field.getKey().replace('_', ' ') + " " + number(field.getValue())));
        return String.join(", ", parts);
    }

    private static String number(JsonNode value) {
        if (!value.isNumber()) {
            return "-";
        }
        BigDecimal rounded = value.decimalValue().setScale(4, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
