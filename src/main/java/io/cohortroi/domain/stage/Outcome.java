package io.cohortroi.domain.stage;

/** How an input record ended; every one ends as exactly one of these. */
public enum Outcome {
    /** It is part of what the program says. */
    APPLIED,
    /** An identical repeat, or an activity id that was already counted. */
    DUPLICATE,
    /** Another revision, or a later record of the same time, counts instead. */
    SUPERSEDED,
    /** It will be applied when its learner or workflow comes. */
    WAITING,
    /** It cannot be applied; the original bytes are in the dead letters, with the reason. */
    DEAD_LETTERED
}
