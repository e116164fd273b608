package io.cohortroi.domain.alert;

import java.time.Instant;
import java.util.Locale;

/** When a resolved alert ended, and why. */
public record AlertEnd(Instant at, Reason reason) {

    /**
     * A superseded alert did not recover: the comparison it rested on is void, because a new baseline took effect or
     * every record of its window was voided or counts elsewhere now.
     */
    public enum Reason {
        RECOVERED,
        SUPERSEDED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
