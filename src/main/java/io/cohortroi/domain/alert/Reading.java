package io.cohortroi.domain.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a rule sees when it looks at its subject once.
 *
 * @param breach how severe what is seen is; absent when nothing is wrong
 * @param recovered whether what stands may resolve; a rule says so later than it says "no breach", lest it flaps
 * @param window the window of a breach
 * @param startedAt when an alert that is raised now began
 * @param at the event time of looking
 */
public record Reading(
        @Nullable AlertSeverity breach,
        boolean recovered,
        Window window,
        Measures measures,
        Instant startedAt,
        Instant at) {

    /** The same of a look that may raise and update and not resolve. */
    Reading unrecovered() {
        return new Reading(breach, false, window, measures, startedAt, at);
    }
}
