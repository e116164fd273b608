package io.cohortroi.domain.insight;

import java.math.BigDecimal;
import java.util.Locale;

/** How soon a gap should be closed: critical above 1.5, high above 0.8, medium above 0.5, else low. */
public enum Urgency {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    private static final BigDecimal CRITICAL_ABOVE = new BigDecimal("1.5");
    private static final BigDecimal HIGH_ABOVE = new BigDecimal("0.8");
    private static final BigDecimal MEDIUM_ABOVE = new BigDecimal("0.5");

    public static Urgency of(BigDecimal severity) {
        if (severity.compareTo(CRITICAL_ABOVE) > 0) {
            return CRITICAL;
        }
        if (severity.compareTo(HIGH_ABOVE) > 0) {
            return HIGH;
        }
        return severity.compareTo(MEDIUM_ABOVE) > 0 ? MEDIUM : LOW;
    }

    /** The name in topics: {@code critical}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
