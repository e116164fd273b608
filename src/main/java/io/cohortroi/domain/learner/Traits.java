package io.cohortroi.domain.learner;

/** The five traits of a learner, each in [0, 1]; 0.5 is the middle of the learner's population at the same stage. */
public record Traits(
        double learningVelocity,
        double domainAffinity,
        double interactionFrequency,
        double feedbackResponsiveness,
        double retentionStrength) {}
