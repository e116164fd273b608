package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** An alert as one line of a terminal; what a rule does not say is left out. */
final class AlertLine {
    private AlertLine() {}

    /** {@code firing   critical roi_variance cohort-004: mean_roi 1.04, expected 1.33 (-21.3 %), n 67}. */
    static String of(JsonNode alert) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-8s %-8s %s %s: %s %s",
                alert.path("status").asText(),
                alert.path("severity").asText(),
                alert.path("rule").asText(),
                alert.path("subject").asText(),
                alert.path("metric").asText(),
                rounded(alert.path("observed"))));
        if (alert.path("expected").isNumber()) {
            line.append(", expected ").append(rounded(alert.path("expected")));
        }
        if (alert.path("variance_pct").isNumber()) {
            line.append(String.format(
                    Locale.ROOT, " (%+.1f %%)", alert.path("variance_pct").doubleValue()));
        }
        return line.append(", n ").append(alert.path("n").asLong()).toString();
    }

    private static String rounded(JsonNode number) {
        return String.format(Locale.ROOT, "%.2f", number.doubleValue());
    }
}
