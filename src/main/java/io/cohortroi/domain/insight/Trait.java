package io.cohortroi.domain.insight;

import io.cohortroi.domain.learner.Traits;
import java.util.Locale;

/** The five traits by name, as sums are kept of them. */
public enum Trait {
    LEARNING_VELOCITY,
    DOMAIN_AFFINITY,
    INTERACTION_FREQUENCY,
    FEEDBACK_RESPONSIVENESS,
    RETENTION_STRENGTH;

    public double of(Traits traits) {
        return switch (this) {
            case LEARNING_VELOCITY -> traits.learningVelocity();
            case DOMAIN_AFFINITY -> traits.domainAffinity();
            case INTERACTION_FREQUENCY -> traits.interactionFrequency();
            case FEEDBACK_RESPONSIVENESS -> traits.feedbackResponsiveness();
            case RETENTION_STRENGTH -> traits.retentionStrength();
        };
    }

    /** The name in topics: {@code learning_velocity}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
