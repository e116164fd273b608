package io.cohortroi.runtime.config;

import java.math.BigDecimal;

/**
 * When a variance is an alert, where a cohort's definition does not say otherwise.
 *
 * @param varianceThresholdPercent above 0, at most 1000
 * @param minCompletions in a week that a warning needs, at least 1
 * @param evidenceC completions per false critical alert on average, above 1
 */
public record AlertSettings(BigDecimal varianceThresholdPercent, long minCompletions, double evidenceC) {

    static AlertSettings read(Values values) {
        return new AlertSettings(
                values.decimal("alert.variance.threshold.percent", BigDecimal.ZERO, new BigDecimal(1000)),
                values.longInteger("alert.min.completions", 1, 1_000_000),
                values.decimal("alert.evidence.c", BigDecimal.ONE, new BigDecimal(1_000_000_000))
                        .doubleValue());
    }
}
