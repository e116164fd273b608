package io.cohortroi.domain.alert;

import java.util.Locale;
import java.util.Optional;

/** What an alert can be about. Each rule has a page for people under {@code src/docs/runbook}. */
public enum AlertRule {
    ROI_VARIANCE,
    ROI_OUTLIER,
    TREND_DEGRADING,
    COST_VARIANCE,
    CALIBRATION_DRIFT,
    DATA_QUALITY;

    /** The name in every topic and page: {@code roi_variance}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AlertRule> ofId(String id) {
        for (AlertRule rule : values()) {
            if (rule.id().equals(id)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** Where the page lies in the project: {@code src/docs/runbook/roi_variance.md}. */
    public String runbook() {
        return "src/docs/runbook/" + id() + ".md";
    }
}
