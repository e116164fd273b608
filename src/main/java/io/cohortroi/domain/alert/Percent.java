package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Derived numbers of alerts: 12 decimals, half up. */
final class Percent {
    private static final int DECIMALS = 12;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Percent() {}

    /** (observed - expected) / |expected| in percent: 1.2 of 1.5 is -20. Absent when nothing was expected. */
    static @Nullable BigDecimal variance(BigDecimal observed, BigDecimal expected) {
        return expected.signum() == 0
                ? null
                : observed.subtract(expected).multiply(HUNDRED).divide(expected.abs(), DECIMALS, RoundingMode.HALF_UP);
    }

    static boolean beyond(@Nullable BigDecimal variance, BigDecimal percent) {
        return variance != null && variance.abs().compareTo(percent) > 0;
    }

    static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }
}
