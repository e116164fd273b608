package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The rule {@code calibration_drift}: the actual ROI of an archetype is more than 15 % from its baseline. A warning at
 * the plain number with enough completions; critical once the distance beyond the threshold is more than 1.96 standard
 * errors, that is when the 95 % interval lies wholly outside. The window begins with the first completion since the
 * baseline took effect, and it ends with the current week; the alert ends, after it, within four fifths of the threshold.
 *
 * <p>A worked number: baseline 1.5, actual 1.8 (+20 %), standard error 0.03: beyond 1.725 by 0.075 = 2.5 standard
 * errors, critical.
 *
 * @param thresholdPercent above 0
 * @param minCompletions at least 1
 */
public record CalibrationDriftDetector(BigDecimal thresholdPercent, long minCompletions) {
    private static final BigDecimal BAR = new BigDecimal("1.96");
    private static final BigDecimal RECOVERY = new BigDecimal("0.8");

    public static CalibrationDriftDetector standard() {
        return new CalibrationDriftDetector(new BigDecimal("15"), 30);
    }

    /**
     * @param since the first day with completions since the baseline took effect
     * @param baseline the multiplier predicted, above 0
     * @param actual the mean multiplier of the completions since the baseline took effect
     * @param standardError of {@code actual}, at least 0
     */
    public record Observation(
            LocalDate since, BigDecimal baseline, BigDecimal actual, BigDecimal standardError, long n) {}

    /**
     * @param day the event day that is looked at
     * @param at the event time of looking
     */
    public Reading read(Observation seen, LocalDate day, Instant at) {
        BigDecimal variance = Percent.variance(seen.actual(), seen.baseline());
        boolean beyond = seen.n() >= minCompletions && Percent.beyond(variance, thresholdPercent);
        BigDecimal distance = standardErrorsBeyond(seen);
        AlertSeverity breach = null;
        if (beyond) {
            breach = distance.compareTo(BAR) > 0 ? AlertSeverity.CRITICAL : AlertSeverity.WARNING;
        }
        BigDecimal half = seen.standardError().multiply(BAR);
        Measures measures = new Measures(
                "mean_roi",
                seen.actual(),
                seen.baseline(),
                variance,
                thresholdPercent,
                seen.n(),
                seen.actual().subtract(half),
                seen.actual().add(half),
                new Measures.Evidence(distance, BAR),
                null,
                null,
                List.of());
        return new Reading(
                breach,
                seen.n() >= minCompletions && !Percent.beyond(variance, thresholdPercent.multiply(RECOVERY)),
                new Window(Window.startOf(seen.since()), Window.weekOf(day).end()),
                measures,
                Window.startOf(day),
                at);
    }

    private BigDecimal standardErrorsBeyond(Observation seen) {
        BigDecimal allowed = seen.baseline().multiply(thresholdPercent).movePointLeft(2);
        BigDecimal beyond = seen.actual().subtract(seen.baseline()).abs().subtract(allowed);
        if (beyond.signum() <= 0) {
            return BigDecimal.ZERO;
        }
        return seen.standardError().signum() == 0
                ? new BigDecimal("1000000")
                : beyond.divide(seen.standardError(), 12, RoundingMode.HALF_UP);
    }
}
