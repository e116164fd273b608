package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule {@code roi_outlier}: one completion is far outside its cohort. Its distance is the robust z-score
 * {@code 0.6745 (roi - median) / MAD} (Iglewicz and Hoaglin), which the outlier itself cannot hide in. ROI is skewed, so
 * the bar is 8 rather than the 3.5 of bell-shaped data: lognormal ROI of a coefficient of variation of 0.5 passes it
 * about once in 2,000 completions.
 *
 * <p>A worked number: median 1.5, MAD 0.3, a completion of 6.0: z = 0.6745 * 4.5 / 0.3 = 10.1, an outlier.
 *
 * <p>There is one alert per cohort. It names the {@value #KEPT} farthest completions that became known in its window, the
 * week of the newest event, and ends with it.
 *
 * @param bar the magnitude of z that has to be passed
 * @param minCompletions how many completions the median must be of
 */
public record OutlierDetector(BigDecimal bar, long minCompletions) {
    static final int KEPT = 5;
    private static final BigDecimal CONSISTENCY = new BigDecimal("0.6745");

    public static OutlierDetector standard() {
        return new OutlierDetector(new BigDecimal("8"), 30);
    }

    /** A completion against its cohort as it stands: all in units of the multiplier, {@code mad} at least 0. */
    public record Observation(String completionId, BigDecimal roi, BigDecimal median, BigDecimal mad, long n) {}

    /**
     * @param standing the alert of the cohort that stands
     * @param newestEvent event time of the newest record of the cohort
     */
    public Reading read(@Nullable Alert standing, Observation seen, Instant newestEvent) {
        BigDecimal z = score(seen);
        boolean breach = seen.n() >= minCompletions && z.abs().compareTo(bar) > 0;
        Window week = Window.weekOf(Window.dayOf(newestEvent));
        boolean sameWindow = standing != null && week.equals(standing.window());
        Measures measures;
        if (breach) {
            List<Contributor> earlier =
                    standing != null && sameWindow ? standing.measures().topContributors() : List.of();
            measures = measures(seen, z, earlier, standing != null && sameWindow ? standing : null);
        } else {
            measures = standing != null ? standing.measures() : measures(seen, z, List.of(), null);
        }
        return new Reading(
                breach ? AlertSeverity.WARNING : null,
                true,
                week,
                measures,
                Window.startOf(Window.dayOf(newestEvent)),
                newestEvent);
    }

    /** A look at which nothing is out of line: what stands ends with its window. */
    public Reading readNothing(Alert standing, Instant newestEvent) {
        return new Reading(
                null,
                true,
                Window.weekOf(Window.dayOf(newestEvent)),
                standing.measures(),
                standing.startedAt(),
                newestEvent);
    }

    /** The robust z-score; 0 where more than half of the cohort is at one value and there is no distance to speak of. */
    static BigDecimal score(Observation seen) {
        return seen.mad().signum() <= 0
                ? BigDecimal.ZERO
                : CONSISTENCY.multiply(seen.roi().subtract(seen.median())).divide(seen.mad(), MathContext.DECIMAL64);
    }

    private Measures measures(Observation seen, BigDecimal z, List<Contributor> earlier, @Nullable Alert sameWindow) {
        BigDecimal distance = Percent.decimal(Math.abs(z.doubleValue()));
        List<Contributor> completions = new ArrayList<>(earlier);
        completions.removeIf(each -> each.id().equals(seen.completionId()));
        BigDecimal variance = Percent.variance(seen.roi(), seen.median());
        completions.add(new Contributor(
                "completion",
                seen.completionId(),
                1,
                seen.roi(),
                seen.median(),
                variance == null ? BigDecimal.ZERO : variance));
        completions.sort(Comparator.comparing(
                        (Contributor each) -> each.contributionPct().abs())
                .reversed()
                .thenComparing(Contributor::id));
        Measures.Evidence before =
                sameWindow == null ? null : sameWindow.measures().evidence();
        if (before != null && before.value().compareTo(distance) > 0 && sameWindow != null) {
            return withContributors(sameWindow.measures(), completions);
        }
        return new Measures(
                "roi_multiplier",
                seen.roi(),
                seen.median(),
                variance,
                null,
                seen.n(),
                null,
                null,
                new Measures.Evidence(distance, bar),
                null,
                null,
                firstOf(completions));
    }

    private static Measures withContributors(Measures kept, List<Contributor> completions) {
        return new Measures(
                kept.metric(),
                kept.observed(),
                kept.expected(),
                kept.variancePct(),
                kept.thresholdPct(),
                kept.n(),
                kept.ciLow(),
                kept.ciHigh(),
                kept.evidence(),
                kept.mixEffectPct(),
                kept.withinEffectPct(),
                firstOf(completions));
    }

    private static List<Contributor> firstOf(List<Contributor> completions) {
        return completions.subList(0, Math.min(KEPT, completions.size()));
    }
}
