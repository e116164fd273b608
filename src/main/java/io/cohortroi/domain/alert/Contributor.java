package io.cohortroi.domain.alert;

import java.math.BigDecimal;

/**
 * One group that pulls the number of an alert in its direction.
 *
 * @param kind {@code workflow}, {@code archetype} or {@code completion}
 * @param contributionPct its share of the variance in percent points; the shares of all groups of a kind add up to it
 */
public record Contributor(
        String kind, String id, long n, BigDecimal observed, BigDecimal expected, BigDecimal contributionPct) {}
