package io.cohortroi.runtime.importer;

/** The topics that imports write, without prefix, as {@code topics/asyncapi.yaml} names them. */
final class TopicNames {
    static final String LEARNERS = "learners";
    static final String ACTIVITY = "learner-activity";
    static final String COMPLETIONS = "training-completions";
    static final String COHORTS = "cohorts";
    static final String WORKFLOWS = "workflows";
    static final String CAPABILITIES = "capabilities";

    private TopicNames() {}
}
