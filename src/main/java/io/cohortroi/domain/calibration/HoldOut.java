package io.cohortroi.domain.calibration;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Decimals;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A calibration judged on data it has not seen: the earlier part of a stream calibrates, period by period and one limited
 * step each, as it would have been applied live; the later part says how far off the result is.
 *
 * @param before the baseline the earlier part began with
 * @param calibrated what it ended with, equal to {@code before} where nothing was recalibrated
 * @param steps every calibration, in order
 * @param errorBeforePct |later − before| ÷ before · 100; absent without later completions
 * @param errorAfterPct |later − calibrated| ÷ calibrated · 100
 * @param reason one sentence for people
 */
public record HoldOut(
        Archetype archetype,
        BigDecimal before,
        BigDecimal calibrated,
        List<Calibration> steps,
        long earlierN,
        long laterN,
        @Nullable BigDecimal later,
        @Nullable BigDecimal errorBeforePct,
        @Nullable BigDecimal errorAfterPct,
        Outcome outcome,
        String reason) {

    /** How the later part answers. */
    public enum Outcome {
        /** The later actual lies within the tolerance of the calibrated baseline. */
        CONFIRMED,
        /** It does not, and the later part differs from the earlier one: what was learned no longer holds. */
        SHIFTED,
        /** It does not, though the later part is like the earlier one: the steps have not arrived yet. */
        NOT_ARRIVED,
        /** Too few completions in one of the parts. */
        INSUFFICIENT_DATA;

        /** The name in reports: {@code not_arrived}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public HoldOut {
        steps = List.copyOf(steps);
    }

    /**
     * @param earlier multipliers of the archetype per period (a month, say), oldest first, none of them empty
     * @param later all multipliers after the split, if any
     */
    public static HoldOut of(
            Archetype archetype,
            BigDecimal baseline,
            List<Sample> earlier,
            @Nullable Sample later,
            CalibrationPolicy policy) {
        List<Calibration> steps = new ArrayList<>();
        BigDecimal inForce = baseline;
        Sample sinceInForce = null;
        for (Sample period : earlier) {
            sinceInForce = sinceInForce == null ? period : sinceInForce.plus(period);
            Calibration step = Calibration.of(archetype, steps.size() + 1, inForce, sinceInForce, policy);
            steps.add(step);
            if (step.recommended() != null) {
                inForce = step.recommended();
                sinceInForce = null;
            }
        }
        Sample all = earlier.stream().reduce(Sample::plus).orElse(null);
        Outcome outcome = outcome(inForce, all, later, policy);
        return new HoldOut(
                archetype,
                baseline,
                inForce,
                steps,
                all == null ? 0 : all.n(),
                later == null ? 0 : later.n(),
                later == null ? null : Decimals.round(later.mean()),
                later == null ? null : errorPct(later, baseline),
                later == null ? null : errorPct(later, inForce),
                outcome,
                reason(outcome, baseline, inForce, all, later));
    }

    private static Outcome outcome(
            BigDecimal calibrated, @Nullable Sample earlier, @Nullable Sample later, CalibrationPolicy policy) {
        if (earlier == null || later == null || Math.min(earlier.n(), later.n()) < policy.leastCompletions()) {
            return Outcome.INSUFFICIENT_DATA;
        }
        if (errorPct(later, calibrated).compareTo(policy.tolerancePercent()) <= 0) {
            return Outcome.CONFIRMED;
        }
        double error = StrictMath.hypot(earlier.standardError(), later.standardError());
        double apart = StrictMath.abs(later.mean().subtract(earlier.mean()).doubleValue());
        return apart > 2 * error ? Outcome.SHIFTED : Outcome.NOT_ARRIVED;
    }

    private static BigDecimal errorPct(Sample later, BigDecimal baseline) {
        return Calibration.variancePct(later.mean(), baseline).abs();
    }

    private static String reason(
            Outcome outcome, BigDecimal before, BigDecimal after, @Nullable Sample earlier, @Nullable Sample later) {
        if (earlier == null || later == null || outcome == Outcome.INSUFFICIENT_DATA) {
            return (earlier == null ? 0 : earlier.n()) + " completions before the split and "
                    + (later == null ? 0 : later.n()) + " after it are too few to judge by.";
        }
        String error = "The later mean " + shortly(later.mean()) + " is " + shortly(errorPct(later, after))
                + " % from the calibrated " + shortly(after) + " (" + shortly(errorPct(later, before))
                + " % from the former " + shortly(before) + ")";
        return switch (outcome) {
            case CONFIRMED -> error + ".";
            case SHIFTED ->
                error + ": it differs from the earlier mean " + shortly(earlier.mean())
                        + " by more than two standard errors.";
            case NOT_ARRIVED ->
                error + ": the limited steps have not reached the earlier mean " + shortly(earlier.mean()) + " yet.";
            case INSUFFICIENT_DATA -> throw new IllegalStateException("answered above");
        };
    }

    private static String shortly(BigDecimal value) {
        BigDecimal rounded = value.setScale(2, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
