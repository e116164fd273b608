package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A learner's profile as the source knew it at {@code updatedAt}. {@code cohort} is set where the source assigns one. */
public record LearnerEvent(
        String learnerId,
        boolean active,
        Instant registeredAt,
        Instant updatedAt,
        @Nullable String cohort,
        SortedMap<String, String> attributes) {}
