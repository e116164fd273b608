package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;

/**
 * The rule {@code data_quality}: more than 5 % of a topic's records in a window are dead-lettered. A warning at the plain
 * share with enough records; critical once the lower end of its 95 % interval (Wilson) is beyond the threshold too. It
 * ends after its window, when a later one has enough records and half the share or less. The window of an input that ends
 * is the whole of it.
 *
 * <p>A worked number: 12 of 100 records: 12 %, interval 7.0 % to 19.8 %, critical. 6 of 100: 2.8 % to 12.5 %, a warning.
 *
 * @param thresholdPercent above 0 and below 100
 * @param minRecords at least 1
 */
public record DataQualityDetector(BigDecimal thresholdPercent, long minRecords) {
    private static final double Z = 1.959963984540054;

    public static DataQualityDetector standard() {
        return new DataQualityDetector(new BigDecimal("5"), 20);
    }

    /** @param input records of the topic in the window, {@code deadLettered} of them refused */
    public record Observation(Window window, long input, long deadLettered) {}

    /** The current week of a topic that goes on. */
    public Reading read(Refusals seen, Instant clock) {
        Window week = Window.weekOf(Window.dayOf(clock));
        Refusals.Counts counts = seen.weeks().getOrDefault(week.start(), new Refusals.Counts(0, 0));
        return read(new Observation(week, counts.input(), counts.deadLettered()), clock);
    }

    /** The whole of an input that has ended, as one window from the beginning of time. */
    public Reading readWhole(Refusals seen, Instant clock) {
        Window whole =
                new Window(Instant.EPOCH, Window.weekOf(Window.dayOf(clock)).end());
        return read(new Observation(whole, seen.all().input(), seen.all().deadLettered()), clock);
    }

    public Reading read(Observation seen, Instant at) {
        double allowed = thresholdPercent.doubleValue() / 100;
        double share = seen.input() == 0 ? 0 : (double) seen.deadLettered() / seen.input();
        double low = wilson(seen, -1);
        boolean enough = seen.input() >= minRecords;
        AlertSeverity breach = null;
        if (enough && share > allowed) {
            breach = low > allowed ? AlertSeverity.CRITICAL : AlertSeverity.WARNING;
        }
        BigDecimal sharePct = Percent.decimal(100 * share);
        Measures measures = new Measures(
                "dead_letter_pct",
                sharePct,
                BigDecimal.ZERO,
                sharePct,
                thresholdPercent,
                seen.input(),
                Percent.decimal(100 * low),
                Percent.decimal(100 * wilson(seen, 1)),
                new Measures.Evidence(
                        Percent.decimal(100 * low), thresholdPercent.setScale(12, RoundingMode.UNNECESSARY)),
                null,
                null,
                List.of());
        return new Reading(
                breach,
                enough && share <= allowed / 2,
                seen.window(),
                measures,
                Window.weekOf(Window.dayOf(at)).start(),
                at);
    }

    /** One end of the Wilson score interval of the share, in [0, 1]. */
    private static double wilson(Observation seen, int side) {
        if (seen.input() == 0) {
            return side < 0 ? 0 : 1;
        }
        double n = seen.input();
        double share = seen.deadLettered() / n;
        double centre = share + Z * Z / (2 * n);
        double spread = Z * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return Math.max(0, Math.min(1, (centre + side * spread) / (1 + Z * Z / n)));
    }
}
