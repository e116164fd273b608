package io.cohortroi.domain.alert;

import java.util.Locale;

/** How much an alert asks of its reader. An alert never becomes less severe while it stands. */
public enum AlertSeverity {
    WARNING,
    CRITICAL;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
