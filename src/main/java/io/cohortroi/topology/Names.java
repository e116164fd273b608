package io.cohortroi.topology;

/**
 * Every processor, store and repartition name. Stateful names are schema: changing one is a state migration, because
 * the changelog topics carry it.
 */
public final class Names {
    private Names() {}

    // stage by learner
    public static final String READ_LEARNERS = "read-learners";
    public static final String READ_ACTIVITY = "read-activity";
    public static final String READ_COMPLETIONS = "read-completions";
    public static final String ADMIT_LEARNERS = "admit-learners";
    public static final String ADMIT_ACTIVITY = "admit-activity";
    public static final String ADMIT_COMPLETIONS = "admit-completions";
    public static final String APPLY_LEARNERS = "apply-learners";
    public static final String APPLY_ACTIVITY = "apply-activity";
    public static final String APPLY_COMPLETIONS = "apply-completions";
    public static final String JOIN_ACTIVITY = "join-activity";
    public static final String JOIN_COMPLETIONS = "join-completions";
    public static final String RELEASE_WAITING = "release-waiting";
    public static final String REMATCH_COHORTS = "rematch-cohorts";
    public static final String ADJUST_COSTS = "adjust-costs";
    public static final String PUBLISH_PROFILES = "publish-profiles";
    public static final String COUNT_OUTCOMES = "count-outcomes";
    public static final String TELL_REFUSALS = "tell-refusals";
    public static final String COMBINE_PARTIALS = "combine-partials";

    public static final String TRACK_ACTIVATION = "track-activation";
    public static final String COMBINE_INSIGHTS = "combine-insights";

    // between the stages
    public static final String ONLY_PARTIALS = "only-partials";
    public static final String KEY_BY_SCOPE = "key-by-scope";
    public static final String PARTIALS_BY_SCOPE = "partials-by-scope";

    // learning of norms
    public static final String ONLY_NORMS_EVIDENCE = "only-norms-evidence";
    public static final String GATHER_NORMS_EVIDENCE = "gather-norms-evidence";
    public static final String NORMS_EVIDENCE = "norms-evidence";
    public static final String LEARN_NORMS = "learn-norms";
    public static final String NORMS_SKETCHES = "norms-sketches";
    public static final String NORMS_LEARNING = "norms-learning";
    public static final String ONLY_INSIGHT_PARTIALS = "only-insight-partials";
    public static final String KEY_INSIGHTS_BY_SCOPE = "key-insights-by-scope";
    public static final String INSIGHT_PARTIALS_BY_SCOPE = "insight-partials-by-scope";

    // stage by scope
    public static final String MERGE_PARTIALS = "merge-partials";

    // stage of the whole company
    public static final String MERGE_INSIGHTS = "merge-insights";
    public static final String READ_FINANCE_LEDGER = "read-finance-ledger";
    public static final String BOOK_ENTRIES = "book-entries";
    public static final String COUNT_ENTRIES = "count-entries";
    public static final String RECONCILE_COSTS = "reconcile-costs";

    /** Insights compare cohorts and archetypes with each other, so one task holds all of their sums. */
    public static final int INSIGHT_PARTITIONS = 1;

    /** Partitions of the shuffle: fixed, because the scopes of a partition live in its stores. */
    public static final int SCOPE_PARTITIONS = 4;

    // stores of the stage by learner
    public static final String LEARNERS = "learners";
    public static final String COMPLETIONS = "completions";
    public static final String ACTIVITY_IDS = "activity-ids";
    public static final String TIMELINES = "learner-timelines";
    public static final String WAITING = "waiting-completions";
    public static final String ERASED = "erased-learners";
    public static final String CHANGED_PROFILES = "changed-profiles";
    public static final String PARTIALS = "roi-partials";
    public static final String LEARNER_SHARES = "learner-shares";
    public static final String RECOUNTED_SHARES = "recounted-shares";
    public static final String INSIGHT_PARTIALS = "insight-partials";
    public static final String LEDGER = "conservation-ledger";
    public static final String CLOCK = "partition-clock";

    // stores of the stage by scope
    public static final String SCOPES = "scope-totals";
    public static final String SCOPE_DAYS = "scope-days";
    public static final String CHANGED_SCOPES = "changed-scopes";
    public static final String SCOPE_RULES = "scope-rules";

    // stores of the stage of the whole company
    public static final String INSIGHT_SUMS = "insight-sums";
    public static final String CHANGED_INSIGHTS = "changed-insights";
    public static final String APPLIED_BASELINES = "applied-baselines";
    public static final String LEDGER_ENTRIES = "ledger-entries";
    public static final String ENTRY_OUTCOMES = "entry-outcomes";
    public static final String WORKFLOW_COSTS = "workflow-costs";
    public static final String CHANGED_COSTS = "changed-costs";
    public static final String COST_CLOCK = "cost-clock";

    // reference data, one global store a topic
    public static String updateReference(String topic) {
        return "update-" + topic;
    }

    public static String readReference(String topic) {
        return "read-" + topic;
    }

    public static String referenceStore(String topic) {
        return "reference-" + topic;
    }

    // the reference check, an application of its own
    public static String digests(String topic) {
        return "current-" + topic;
    }

    public static String ledgerOf(String topic) {
        return "ledger-of-" + topic;
    }
}
