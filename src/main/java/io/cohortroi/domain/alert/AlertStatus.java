package io.cohortroi.domain.alert;

import java.util.Locale;

/** Where an alert is in its life: past the plain threshold but not confirmed, confirmed, over. */
public enum AlertStatus {
    PENDING,
    FIRING,
    RESOLVED;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
