package io.cohortroi.domain.alert;

import io.cohortroi.domain.metrics.Trend;
import io.cohortroi.domain.metrics.TrendResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The rule {@code trend_degrading}: the slope test of a cohort's weekly means says that it is getting worse. The test
 * itself is built to be looked at every week, so its word is the evidence. The alert ends with the first week in which
 * the slope no longer points down, or points down with a p-value beyond {@value #RECOVERY} times the bar: a slope that
 * hovers at the bar raises one alert and not one every other week.
 *
 * <p>A worked number: 12 weeks, so the bar is 0.01: degrading below it, over from 0.04 on.
 */
public final class TrendDetector {
    static final int RECOVERY = 4;

    private TrendDetector() {}

    /** @param week the moment at which the last complete week ended: a Monday, 00:00 UTC */
    public static Reading read(TrendResult trend, Instant week) {
        boolean degrading = trend.direction() == TrendResult.Direction.DEGRADING;
        double bar = Trend.bar(Math.max(trend.windows(), Trend.LEAST_WINDOWS));
        boolean recovered = trend.slopePerWeek() >= 0 || trend.pValue() >= RECOVERY * bar;
        Measures measures = new Measures(
                "slope_per_week",
                Percent.decimal(trend.slopePerWeek()),
                BigDecimal.ZERO,
                null,
                null,
                trend.windows(),
                null,
                null,
                new Measures.Evidence(Percent.decimal(trend.pValue()), Percent.decimal(bar)),
                null,
                null,
                List.of());
        return new Reading(
                degrading ? AlertSeverity.WARNING : null,
                recovered,
                Window.weekOf(Window.dayOf(week)),
                measures,
                Window.startOf(Window.dayOf(week)),
                week);
    }
}
