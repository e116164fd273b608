package io.cohortroi.runtime.query;

/** What a record of {@code cohort-metrics} is about, told by its key: a cohort, an archetype or the whole company. */
public enum Scope {
    COHORT,
    ARCHETYPE,
    OVERALL;

    private static final String ARCHETYPE_PREFIX = "archetype:";

    /** {@code cohort-001} is a cohort, {@code archetype:Specialist} an archetype, {@code overall:all} the company. */
    public static Scope ofKey(String key) {
        if (key.startsWith(ARCHETYPE_PREFIX)) {
            return ARCHETYPE;
        }
        return key.startsWith("overall:") ? OVERALL : COHORT;
    }

    public static String archetypeKey(String label) {
        return ARCHETYPE_PREFIX + label;
    }
}
