package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One learner as the segment analyser sees them.
 *
 * @param profile the latest value of {@code learner-profiles}; shared, never changed
 * @param completions final ones, voids left out
 * @param meanRoi mean of the multipliers of those that have one; empty without any
 */
public record LearnerRow(String learnerId, ObjectNode profile, int completions, Optional<Double> meanRoi) {
    public String cohort() {
        return profile.path("cohort").asText();
    }

    public String archetype() {
        return profile.path("archetype").asText();
    }

    /** In [0, 1]. */
    public double confidence() {
        return profile.path("confidence").asDouble();
    }

    public Optional<String> attribute(String name) {
        return Optional.ofNullable(profile.path("attributes").get(name)).map(value -> value.asText());
    }
}
