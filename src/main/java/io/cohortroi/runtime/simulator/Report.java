package io.cohortroi.runtime.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a completion says about itself: numbers that come out at a wanted ROI, to about half a percent. */
record Report(
        long units,
        List<String> capabilities,
        BigDecimal hours,
        BigDecimal completionRate,
        boolean success,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal benefit,
        @Nullable BigDecimal score) {

    private static final double LEAST_HOURS = 0.5;
    /** The capability that stands in both of a learner's lists and counts in the first only. */
    private static final String KNOWN_TO_MANY = "working-agreements";
    /** Below this a training would have to take absurdly long; then it is the benefit that is small. */
    private static final double LEAST_BY_HOURS = 0.35;

    /**
     * Worked: a workflow of 600.00 whose capabilities are worth 600 each, wanted 1.5. Planned cost 600 x 1.5 is 1.5
     * capabilities, so 2 are reported, and 800.00 of cost, 3.6 hours more than planned at 55 an hour.
     */
    static Report of(Training training, double roi, Dice dice) {
        Workflow workflow = training.workflow();
        BigDecimal rate = decimal(dice.between(0.85, 1.0), 2);
        BigDecimal score = dice.chance(0.3) ? decimal(dice.between(0.6, 0.85), 2) : null;
        BigDecimal planned = decimal(workflow.plannedHours() * dice.between(0.9, 1.1), 1);
        if (training.way() == Training.Way.FAILED) {
            return new Report(0, List.of(), planned, decimal(dice.between(0.3, 0.8), 2), false, null, null, null);
        }
        boolean listed = training.way() == Training.Way.LISTED || training.way() == Training.Way.LISTED_AGAIN;
        if (workflow.isFree()) {
            return new Report(
                    1, listed ? capabilities(training, 1) : List.of(), planned, rate, true, null, null, score);
        }
        long units = Math.max(
                1,
                Math.round(roi
                        * workflow.plannedCost().doubleValue()
                        / workflow.worth().doubleValue()));
        if (training.way() == Training.Way.BENEFIT_GIVEN || (roi < LEAST_BY_HOURS && !listed)) {
            BigDecimal benefit = decimal(roi * workflow.cost(planned).doubleValue(), 2);
            return new Report(units, List.of(), planned, rate, true, null, benefit, score);
        }
        if (training.way() == Training.Way.COST_GIVEN) {
            BigDecimal cost = decimal(workflow.benefit(units).doubleValue() / roi, 2);
            return new Report(units, List.of(), planned, rate, true, cost, null, score);
        }
        double hours = workflow.hoursFor(workflow.benefit(units).doubleValue() / roi);
        while (hours < LEAST_HOURS) {
            units++;
            hours = workflow.hoursFor(workflow.benefit(units).doubleValue() / roi);
        }
        List<String> capabilities = listed ? capabilities(training, units) : List.of();
        return new Report(units, capabilities, decimal(hours, 1), rate, true, null, null, score);
    }

    /** As somebody typed it who hit a wrong key. */
    Report mistyped(Dice dice) {
        double factor = dice.pick(List.of(0.5, 1.5, 2.0));
        return new Report(
                units + 1,
                capabilities,
                hours.multiply(BigDecimal.valueOf(factor)).setScale(1, RoundingMode.HALF_UP),
                completionRate,
                success,
                cost,
                benefit,
                score);
    }

    private static List<String> capabilities(Training training, long units) {
        List<String> ids = new ArrayList<>();
        ids.add(KNOWN_TO_MANY);
        long first = training.way() == Training.Way.LISTED ? 2 : 1;
        for (long unit = first; unit <= units; unit++) {
            ids.add(training.workflow().id() + "-" + training.number() + "-" + unit);
        }
        return ids;
    }

    private static BigDecimal decimal(double value, int scale) {
        return BigDecimal.valueOf(value).setScale(scale, RoundingMode.HALF_UP);
    }
}
