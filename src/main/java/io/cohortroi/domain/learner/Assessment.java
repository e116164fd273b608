package io.cohortroi.domain.learner;

/**
 * What a learner looks like from the evidence so far.
 *
 * @param confidence in [0, 1]: of the assessments made at 0.8, about 80 % still hold when the whole history is known
 * @param traits percentiles within the learner's population at the same stage
 * @param margin how far the best match is ahead of the second best, in units of the scores; at least 0
 * @param normsVersion the norms the percentiles were read from
 */
public record Assessment(Archetype archetype, double confidence, Traits traits, double margin, String normsVersion) {}
