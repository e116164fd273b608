package io.cohortroi.domain.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Derived numbers: rounded once, half up, to 12 decimals, without trailing zeros. */
public final class Decimals {
    private static final int SCALE = 12;

    private Decimals() {}

    /** Worked: 2 ÷ 3 is 0.666666666667. */
    public static BigDecimal ratio(BigDecimal dividend, BigDecimal divisor) {
        return plain(dividend.divide(divisor, SCALE, RoundingMode.HALF_UP));
    }

    public static BigDecimal round(BigDecimal value) {
        return plain(value.setScale(SCALE, RoundingMode.HALF_UP));
    }

    /** @param value finite; taken as the shortest decimal that is this double */
    public static BigDecimal round(double value) {
        return round(BigDecimal.valueOf(value));
    }

    /** The same number without trailing zeros or exponent. */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
