package io.cohortroi.domain.alert;

import java.time.Instant;
import java.util.Locale;

/** When a resolved alert ended, and why. */
public record AlertEnd(Instant at, Reason reason) {

    /** A superseded alert did not recover: a new baseline made the comparison void that it rested on. */
    public enum Reason {
        RECOVERED,
        SUPERSEDED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
