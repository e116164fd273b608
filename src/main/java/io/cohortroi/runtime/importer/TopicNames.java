package io.cohortroi.runtime.importer;

/** The topics that imports write, without prefix, as {@code topics/asyncapi.yaml} names them. */
public final class TopicNames {
    public static final String LEARNERS = "learners";
    public static final String ACTIVITY = "learner-activity";
    public static final String COMPLETIONS = "training-completions";
    public static final String COHORTS = "cohorts";
    public static final String WORKFLOWS = "workflows";
    public static final String FINANCE_LEDGER = "finance-ledger";
    public static final String CAPABILITIES = "capabilities";

    private TopicNames() {}
}
