package io.cohortroi.runtime.evaluate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Figures for people and JSON: four decimals, half up, no trailing zeros. */
final class Rounded {
    private static final int DECIMALS = 4;

    private Rounded() {}

    static BigDecimal of(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }
}
