package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The rule {@code trend_degrading}: the slope test of a cohort's weekly means says that it is getting worse. The test
 * itself is built to be looked at every week, so its word is the evidence; the alert ends with a week in which it says
 * something else.
 */
public final class TrendDetector {
    private TrendDetector() {}

    /**
     * @param slopePerWeek change of mean ROI per week
     * @param pValue of the slope test, in [0, 1]
     * @param requiredPValue what the p-value has to be below
     * @param windows complete weeks the slope is of
     */
    public record Observation(
            boolean degrading, BigDecimal slopePerWeek, BigDecimal pValue, BigDecimal requiredPValue, long windows) {}

    public static Reading read(Observation trend, Instant newestEvent) {
        Window week = Window.weekOf(Window.dayOf(newestEvent));
        Measures measures = new Measures(
                "slope_per_week",
                trend.slopePerWeek(),
                BigDecimal.ZERO,
                null,
                null,
                trend.windows(),
                null,
                null,
                new Measures.Evidence(trend.pValue(), trend.requiredPValue()),
                null,
                null,
                List.of());
        return new Reading(
                trend.degrading() ? AlertSeverity.WARNING : null,
                !trend.degrading(),
                week,
                measures,
                Window.startOf(Window.dayOf(newestEvent)),
                newestEvent);
    }
}
