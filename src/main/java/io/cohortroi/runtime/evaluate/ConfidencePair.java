package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.learner.Confidence;

/** The constants of confidence: for learners whose sessions are seen, and for those of whom only results are known. */
record ConfidencePair(Confidence withSessions, Confidence resultsOnly) {}
