package io.cohortroi.domain.calibration;

import java.math.BigDecimal;

/**
 * When a baseline is wrong and how far one calibration may move it.
 *
 * @param tolerancePercent variance up to which a baseline stands, above 0
 * @param leastCompletions completions with a multiplier below which there is no verdict, at least 2
 * @param stepPercent of the baseline, which one calibration moves it by at most; above 0 and below 100
 */
public record CalibrationPolicy(BigDecimal tolerancePercent, long leastCompletions, BigDecimal stepPercent) {
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    public CalibrationPolicy {
        if (tolerancePercent.signum() <= 0) {
            throw new IllegalArgumentException("a tolerance is above 0 %, found " + tolerancePercent.toPlainString());
        }
        if (leastCompletions < 2) {
            throw new IllegalArgumentException("a verdict needs at least 2 completions, found " + leastCompletions);
        }
        if (stepPercent.signum() <= 0 || stepPercent.compareTo(HUNDRED) >= 0) {
            throw new IllegalArgumentException("a step lies in (0, 100) %, found " + stepPercent.toPlainString());
        }
    }

    /** 15 %, 30 completions, steps of 25 %. */
    public static CalibrationPolicy standard() {
        return new CalibrationPolicy(new BigDecimal("15"), 30, new BigDecimal("25"));
    }
}
