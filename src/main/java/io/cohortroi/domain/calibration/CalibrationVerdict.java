package io.cohortroi.domain.calibration;

import java.util.Locale;

/** Whether a baseline was right. */
public enum CalibrationVerdict {
    WITHIN,
    DRIFTED,
    INSUFFICIENT_DATA;

    /** The name in topics: {@code insufficient_data}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
