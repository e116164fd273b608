package io.cohortroi.domain.calibration;

import io.cohortroi.domain.metrics.Sample;
import io.cohortroi.domain.metrics.Sample.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** What a calibration decides, and the sentence that says why. */
record Judgement(CalibrationVerdict verdict, @Nullable BigDecimal recommended, String reason) {

    static Judgement of(BigDecimal predicted, @Nullable Sample seen, CalibrationPolicy policy) {
        long n = seen == null ? 0 : seen.n();
        if (seen == null || n < policy.leastCompletions()) {
            return new Judgement(
                    CalibrationVerdict.INSUFFICIENT_DATA,
                    null,
                    counted(n) + " with a multiplier, and a verdict needs " + policy.leastCompletions()
                            + "; the baseline of " + shortly(predicted) + " stays.");
        }
        String finding = "Actual " + shortly(seen.mean()) + " is " + distance(seen.mean(), predicted);
        String tolerance = shortly(policy.tolerancePercent()) + " %";
        BigDecimal variance = Calibration.variancePct(seen.mean(), predicted);
        if (variance.abs().compareTo(policy.tolerancePercent()) <= 0) {
            return new Judgement(
                    CalibrationVerdict.WITHIN, null, finding + ", within " + tolerance + "; the baseline stays.");
        }
        Interval interval = seen.interval().orElseThrow();
        String range = "the 95 % interval from " + shortly(interval.low()) + " to " + shortly(interval.high());
        if (interval.contains(predicted)) {
            return new Judgement(
                    CalibrationVerdict.DRIFTED,
                    null,
                    finding + ", beyond " + tolerance + ", but " + range
                            + " still holds it; the baseline stays until more data confirm the drift.");
        }
        BigDecimal shrunk = Calibration.shrunk(predicted, seen, policy);
        BigDecimal recommended = Calibration.limited(shrunk, predicted, policy);
        long percent = StrictMath.round(Calibration.weight(predicted, seen, policy) * 100);
        String limit = recommended.compareTo(shrunk) == 0
                ? ""
                : "; one step is limited to " + shortly(policy.stepPercent()) + " %, to " + plain(recommended);
        return new Judgement(
                CalibrationVerdict.DRIFTED,
                recommended,
                finding + ", beyond " + tolerance + ", and " + range + " leaves it out. " + counted(n) + " carry "
                        + percent + " % of the distance, to " + plain(shrunk) + limit + ".");
    }

    private static String distance(BigDecimal actual, BigDecimal predicted) {
        BigDecimal variance = Calibration.variancePct(actual, predicted);
        if (variance.signum() == 0) {
            return "the predicted " + shortly(predicted);
        }
        return shortly(variance.abs()) + " % " + (variance.signum() > 0 ? "above" : "below") + " the predicted "
                + shortly(predicted);
    }

    private static String counted(long n) {
        return n + (n == 1 ? " completion" : " completions");
    }

    private static String shortly(BigDecimal value) {
        return plain(value.setScale(2, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
