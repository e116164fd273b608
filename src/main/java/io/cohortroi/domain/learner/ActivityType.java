package io.cohortroi.domain.learner;

/** What a learner did, as {@code type} of a learner-activity event. */
public enum ActivityType {
    SESSION,
    MODULE_COMPLETED,
    QUIZ,
    CAPABILITY_USED,
    FEEDBACK
}
