package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * When something is an alert.
 *
 * @param thresholdPercent the plain threshold, above 0. Evidence is always held against the null of 10 %: another
 *     threshold moves the warning and adds to what critical needs, and the false-alarm bound stays
 * @param minCompletions completions in the window that a warning needs, at least 1
 * @param completionsPerFalseAlarm c: at most one false critical alert per c completions on average
 * @param recoveryCompletions how many of the last completions must be back to resolve, at least 1; four times as many
 *     resolve at {@link #WIDE_BAND} of the threshold
 * @param outlier when a single completion is one
 * @param drift when a baseline is off
 * @param quality when a topic is refused
 */
public record AlertRules(
        BigDecimal thresholdPercent,
        long minCompletions,
        double completionsPerFalseAlarm,
        long recoveryCompletions,
        OutlierDetector outlier,
        CalibrationDriftDetector drift,
        DataQualityDetector quality) {

    /** The last {@code recoveryCompletions} must be within this share of the threshold. */
    static final BigDecimal NARROW_BAND = new BigDecimal("0.5");

    /** The last four times {@code recoveryCompletions} must be within this share of the threshold. */
    static final BigDecimal WIDE_BAND = new BigDecimal("0.8");

    static final long WIDE_BAND_FACTOR = 4;

    public AlertRules {
        if (thresholdPercent.signum() <= 0) {
            throw new IllegalArgumentException("thresholdPercent must be above 0, found " + thresholdPercent);
        }
        if (minCompletions < 1 || recoveryCompletions < 1) {
            throw new IllegalArgumentException("minCompletions and recoveryCompletions must be at least 1, found "
                    + minCompletions + " and " + recoveryCompletions);
        }
        if (!(completionsPerFalseAlarm > 1)) {
            throw new IllegalArgumentException(
                    "completionsPerFalseAlarm must be above 1, found " + completionsPerFalseAlarm);
        }
    }

    /** 10 %, 20 completions, one false critical per 10,000 completions, recovery by the last 100; the others' standard. */
    public static AlertRules standard() {
        return new AlertRules(
                new BigDecimal("10"),
                20,
                10_000,
                100,
                OutlierDetector.standard(),
                CalibrationDriftDetector.standard(),
                DataQualityDetector.standard());
    }

    /** The same with other thresholds of the rules beside the variance. */
    public AlertRules with(OutlierDetector outliers, CalibrationDriftDetector drifts, DataQualityDetector refusals) {
        return new AlertRules(
                thresholdPercent,
                minCompletions,
                completionsPerFalseAlarm,
                recoveryCompletions,
                outliers,
                drifts,
                refusals);
    }

    /** The same with what a cohort's definition says of its own; absent values stay. */
    public AlertRules overriddenBy(
            @Nullable BigDecimal threshold, @Nullable Long minimum, @Nullable Double perFalseAlarm) {
        return new AlertRules(
                threshold == null ? thresholdPercent : threshold,
                minimum == null ? minCompletions : minimum,
                perFalseAlarm == null ? completionsPerFalseAlarm : perFalseAlarm,
                recoveryCompletions,
                outlier,
                drift,
                quality);
    }

    /**
     * What the evidence of one detector has to reach: 2 c, because a completion feeds two detectors, its cohort's and
     * its archetype's, and both together may alarm once per c.
     */
    public double bar() {
        return 2 * completionsPerFalseAlarm;
    }
}
