package io.cohortroi.runtime.config;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a variance is an alert, where a cohort's definition does not say otherwise, and who hears of it.
 *
 * @param varianceThresholdPercent above 0, at most 1000
 * @param minCompletions in a week that a warning needs, at least 1
 * @param evidenceC completions per false critical alert on average, above 1
 * @param outlierScore robust z-score beyond which a completion is an outlier, above 0
 * @param driftThresholdPercent between an archetype's actual ROI and its baseline, above 0
 * @param qualityThresholdPercent of a topic's records that are dead-lettered, above 0, below 100
 * @param updateInterval at most one publication of new numbers of a standing alert in this time, up to an hour; zero: all
 * @param receiversFile who hears of alerts; empty where nobody does
 * @param externalUrl where people reach this program, without a slash at its end; empty: where it listens
 * @param runbookUrl what is put before the runbook page of a delivered alert; may be empty
 */
public record AlertSettings(
        BigDecimal varianceThresholdPercent,
        long minCompletions,
        double evidenceC,
        BigDecimal outlierScore,
        BigDecimal driftThresholdPercent,
        BigDecimal qualityThresholdPercent,
        Duration updateInterval,
        Optional<Path> receiversFile,
        Optional<String> externalUrl,
        String runbookUrl) {

    private static final long HOUR_MS = 3_600_000;

    static AlertSettings read(Values values) {
        return new AlertSettings(
                values.decimal("alert.variance.threshold.percent", BigDecimal.ZERO, new BigDecimal(1000)),
                values.longInteger("alert.min.completions", 1, 1_000_000),
                values.decimal("alert.evidence.c", BigDecimal.ONE, new BigDecimal(1_000_000_000))
                        .doubleValue(),
                values.decimal("alert.outlier.score", BigDecimal.ZERO, new BigDecimal(1_000_000)),
                values.decimal("alert.drift.threshold.percent", BigDecimal.ZERO, new BigDecimal(1000)),
                values.decimal("alert.quality.threshold.percent", BigDecimal.ZERO, new BigDecimal(99)),
                values.duration("alert.update.interval.ms", ChronoUnit.MILLIS, 0, HOUR_MS),
                values.text("alert.receivers.file").isEmpty()
                        ? Optional.empty()
                        : Optional.of(values.path("alert.receivers.file")),
                Optional.of(webAddress(values, "alert.external.url")).filter(url -> !url.isEmpty()),
                webAddress(values, "alert.runbook.url"));
    }

    private static String webAddress(Values values, String key) {
        return values.text(
                        key,
                        text -> text.isEmpty() || text.matches("https?://[^\\s\\p{Cntrl}]+"),
                        "an http or https address, or empty")
                .replaceAll("/+$", "");
    }
}
