package io.cohortroi.domain.insight;

import java.math.BigDecimal;

/**
 * Capabilities of a component that a cohort has not activated.
 *
 * @param activated mean over the cohort's active learners, in [0, discovered]
 * @param discovered how many capabilities the component has, at least 1
 * @param baseSeverity 1 − activated ÷ discovered, in (0, 1]
 * @param weight of the component's category for this cohort, in [1, 2.5]
 * @param severity base severity × weight, in (0, 2.5]
 * @param reason one sentence for people
 */
public record Gap(
        String component,
        ComponentCategory category,
        BigDecimal activated,
        long discovered,
        BigDecimal baseSeverity,
        BigDecimal weight,
        BigDecimal severity,
        Urgency urgency,
        String reason) {}
