package io.cohortroi.runtime.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training programme of the company.
 *
 * @param value of one capability; null where the catalogue leaves it to the component or to the configured default
 * @param worth of one capability, whoever says so, times isolation and confidence: what ROI is made of
 */
record Workflow(
        String id,
        String name,
        String domain,
        List<String> components,
        int minutes,
        String difficulty,
        String handsOnShare,
        String retentionRequirement,
        @Nullable BigDecimal value,
        @Nullable BigDecimal fixedCost,
        @Nullable BigDecimal hourlyCost,
        @Nullable BigDecimal isolation,
        @Nullable BigDecimal confidence,
        BigDecimal worth) {

    private static final BigDecimal MINUTES = BigDecimal.valueOf(60);

    boolean isFree() {
        return fixedCost == null && hourlyCost == null;
    }

    /** In hours. */
    double plannedHours() {
        return minutes / 60.0;
    }

    /** At the finance rates, rounded to cents as the valuation does. */
    BigDecimal cost(BigDecimal hours) {
        return orZero(fixedCost).add(orZero(hourlyCost).multiply(hours)).setScale(2, RoundingMode.HALF_UP);
    }

    BigDecimal benefit(long units) {
        return worth.multiply(BigDecimal.valueOf(units)).setScale(2, RoundingMode.HALF_UP);
    }

    BigDecimal plannedCost() {
        return cost(BigDecimal.valueOf(minutes).divide(MINUTES, 4, RoundingMode.HALF_UP));
    }

    /** The hours after which the cost is that amount; negative where the fixed part alone is more. */
    double hoursFor(double cost) {
        return (cost - orZero(fixedCost).doubleValue()) / orZero(hourlyCost).doubleValue();
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
