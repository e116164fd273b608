package io.cohortroi.topology;

import io.cohortroi.domain.reference.ReferenceData;

/** Topic names as in the contract, without prefix. */
public final class Topics {
    private Topics() {}

    public static final String LEARNERS = "learners";
    public static final String ACTIVITY = "learner-activity";
    public static final String COMPLETIONS = "training-completions";

    public static final String COHORTS = "cohorts";
    public static final String WORKFLOWS = "workflows";
    public static final String CAPABILITIES = "capabilities";
    public static final String BASELINES = "archetype-baselines";
    public static final String FINANCE_LEDGER = "finance-ledger";
    public static final String NORMS = "archetype-norms";

    public static final String ROI_RECORDS = "roi-records";
    public static final String ROI_ALERTS = "roi-alerts";
    public static final String LEARNER_PROFILES = "learner-profiles";
    public static final String COHORT_METRICS = "cohort-metrics";
    public static final String COHORT_INSIGHTS = "cohort-insights";
    public static final String CALIBRATION_REPORTS = "calibration-reports";
    public static final String COST_RECONCILIATION = "cost-reconciliation";
    public static final String COST_ADJUSTMENTS = "cost-adjustments";
    public static final String LEDGER = "conservation-ledger";
    public static final String LATE_EVENTS = "late-events";
    public static final String DEAD_LETTERS = "dead-letters";
    public static final String REDRIVEN_LETTERS = "redriven-letters";

    /** The topic of a kind of reference data. */
    public static String of(ReferenceData.Kind kind) {
        return switch (kind) {
            case COHORT -> COHORTS;
            case WORKFLOW -> WORKFLOWS;
            case CAPABILITY -> CAPABILITIES;
            case BASELINE -> BASELINES;
        };
    }
}
