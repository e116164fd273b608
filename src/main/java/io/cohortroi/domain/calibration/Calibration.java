package io.cohortroi.domain.calibration;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Decimals;
import io.cohortroi.domain.metrics.Sample;
import io.cohortroi.domain.metrics.Sample.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * An archetype's baseline held against the ROI that came.
 *
 * <p><b>Verdict.</b> Below the least number of completions there is none. Within the tolerance the baseline stands. Beyond
 * it, it has drifted; the drift is confirmed when the 95 % interval of the actual mean leaves the predicted one out.
 *
 * <p><b>Recommendation</b>, only of a confirmed drift. Before looking, the truth is taken to lie around the baseline with
 * a deviation of τ = tolerance × baseline, and the actual mean has a standard error s; so the data carry
 * w = τ² ÷ (τ² + s²) of the distance. A step is limited to a share of the baseline, and the result has four decimals.
 *
 * <p>Worked: predicted 1.4, actual 1.9 with deviation 0.95 over 101 completions: s = 0.095, τ = 0.21, w = 0.8301: 1.8151,
 * and at most 1.4 · 1.25 = 1.75 in one step. Over 16 completions there would be no verdict; over 31, s = 0.1734 and
 * w = 0.5944: 1.6972.
 *
 * @param variancePct (actual − predicted) ÷ predicted · 100
 * @param actual absent, as all that follows from it, before the first completion with a multiplier
 * @param ciLow lower end of the 95 % interval of the actual mean; absent below two completions
 * @param recommended the baseline to apply, absent where the predicted one stays
 * @param reason one or two sentences for people
 */
public record Calibration(
        Archetype archetype,
        int baselineVersion,
        BigDecimal predicted,
        @Nullable BigDecimal actual,
        @Nullable BigDecimal variancePct,
        long n,
        @Nullable BigDecimal ciLow,
        @Nullable BigDecimal ciHigh,
        CalibrationVerdict verdict,
        @Nullable BigDecimal recommended,
        String reason) {

    private static final int BASELINE_DECIMALS = 4;

    /**
     * @param predicted the baseline in force, above 0
     * @param seen multipliers of the archetype's completions since the baseline took effect, if any
     */
    public static Calibration of(
            Archetype archetype,
            int baselineVersion,
            BigDecimal predicted,
            @Nullable Sample seen,
            CalibrationPolicy policy) {
        if (predicted.signum() <= 0) {
            throw new IllegalArgumentException("a baseline is above 0, found " + predicted.toPlainString());
        }
        Judgement judgement = Judgement.of(predicted, seen, policy);
        Interval interval = seen == null ? null : seen.interval().orElse(null);
        return new Calibration(
                archetype,
                baselineVersion,
                predicted,
                seen == null ? null : Decimals.round(seen.mean()),
                seen == null ? null : variancePct(seen.mean(), predicted),
                seen == null ? 0 : seen.n(),
                interval == null ? null : interval.low(),
                interval == null ? null : interval.high(),
                judgement.verdict(),
                judgement.recommended(),
                judgement.reason());
    }

    /** (actual − predicted) ÷ predicted · 100: 1.85 against 1.8 is 2.777777777778. */
    public static BigDecimal variancePct(BigDecimal actual, BigDecimal predicted) {
        return Decimals.ratio(actual.subtract(predicted).movePointRight(2), predicted);
    }

    /** The share of the distance that the data carry, in (0, 1]. */
    static double weight(BigDecimal predicted, Sample seen, CalibrationPolicy policy) {
        double prior =
                predicted.multiply(policy.tolerancePercent()).movePointLeft(2).doubleValue();
        double error = seen.standardError();
        return prior * prior / (prior * prior + error * error);
    }

    static BigDecimal shrunk(BigDecimal predicted, Sample seen, CalibrationPolicy policy) {
        BigDecimal distance = seen.mean().subtract(predicted);
        return predicted
                .add(distance.multiply(BigDecimal.valueOf(weight(predicted, seen, policy))))
                .setScale(BASELINE_DECIMALS, RoundingMode.HALF_UP);
    }

    static BigDecimal limited(BigDecimal target, BigDecimal predicted, CalibrationPolicy policy) {
        BigDecimal step = predicted.multiply(policy.stepPercent()).movePointLeft(2);
        BigDecimal within = target.max(predicted.subtract(step)).min(predicted.add(step));
        return within.setScale(BASELINE_DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}
