package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Assessment;
import io.cohortroi.domain.learner.Confidence;

/**
 * What was said of one learner at one checkpoint, and whether it held.
 *
 * @param checkpoint index into {@link OuladReplay#CHECKPOINTS}
 * @param weeks since the learner's first event
 * @param seen false while nothing at all was known of the learner
 * @param held whether the archetype is the one at the end of the presentation
 */
record Sample(
        String learnerId,
        int checkpoint,
        Assessment assessment,
        double weeks,
        boolean seen,
        boolean resultsOnly,
        boolean held) {
    Archetype archetype() {
        return assessment.archetype();
    }

    double evidence() {
        return Confidence.evidence(assessment.margin(), weeks);
    }

    /** The confidence other constants would have given; without any evidence there is nothing to weigh. */
    double confidence(ConfidencePair constants) {
        Confidence model = resultsOnly ? constants.resultsOnly() : constants.withSessions();
        return seen ? model.of(assessment.margin(), weeks) : assessment.confidence();
    }
}
