package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of an alert, all of one and the same window. Derived numbers have at most 12 decimals.
 *
 * @param metric what was measured, {@code mean_roi} for the variance rule
 * @param variancePct (observed - expected) / expected, in percent
 * @param thresholdPct what its magnitude had to pass, in percent; absent where the rule has no such threshold
 * @param n how many records the number is of
 * @param ciLow lower end of the 95 % interval of {@code observed}; absent below 3 records
 * @param evidence how sure we are; absent where the plain number is all there is
 * @param mixEffectPct the part of the variance that comes from a changed mix of archetypes, in percent points
 * @param withinEffectPct the part that is there at the usual mix too; both add up to the variance
 * @param topContributors the largest first, at most 6
 */
public record Measures(
        String metric,
        @Nullable BigDecimal observed,
        @Nullable BigDecimal expected,
        @Nullable BigDecimal variancePct,
        @Nullable BigDecimal thresholdPct,
        long n,
        @Nullable BigDecimal ciLow,
        @Nullable BigDecimal ciHigh,
        @Nullable Evidence evidence,
        @Nullable BigDecimal mixEffectPct,
        @Nullable BigDecimal withinEffectPct,
        List<Contributor> topContributors) {

    /** A number and the bar it has to pass; which way round is the rule's to say (a p-value passes from above). */
    public record Evidence(BigDecimal value, BigDecimal bar) {}

    public Measures {
        topContributors = List.copyOf(topContributors);
    }

    Measures withEvidence(@Nullable Evidence kept) {
        return new Measures(
                metric,
                observed,
                expected,
                variancePct,
                thresholdPct,
                n,
                ciLow,
                ciHigh,
                kept,
                mixEffectPct,
                withinEffectPct,
                topContributors);
    }
}
