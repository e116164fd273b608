package io.cohortroi.domain.learner;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a learner did. {@code minutes} and {@code count} are not negative, {@code score} lies in [0, 1]; all of
 * them, and the flags, are absent where the source did not say.
 */
public record ActivityEvent(
        String eventId,
        String learnerId,
        ActivityType type,
        Instant occurredAt,
        @Nullable String domain,
        @Nullable String component,
        @Nullable Double minutes,
        @Nullable Long count,
        @Nullable Double score,
        @Nullable Boolean actedOn,
        @Nullable Boolean repeat) {}
