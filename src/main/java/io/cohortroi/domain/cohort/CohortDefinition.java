package io.cohortroi.domain.cohort;

import io.cohortroi.domain.learner.Archetype;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A group of learners managed together.
 *
 * @param priority of two definitions whose rules hold, the higher one wins
 * @param archetype the one the cohort is made for, if any; without a rule, learners near to it come here whom no rule
 *     places
 * @param rule absent where learners come by explicit assignment or by being near to the archetype
 * @param thresholds alert thresholds of its own
 */
public record CohortDefinition(
        String cohortId,
        String name,
        boolean active,
        int priority,
        @Nullable Archetype archetype,
        @Nullable Rule rule,
        Thresholds thresholds) {

    /** Where no learner belongs who matches nothing. */
    public static final String UNASSIGNED = "unassigned";

    /** Whether somebody's traits can decide that they belong here. */
    public boolean dependsOnTraits() {
        return rule == null ? archetype != null : rule.dependsOnTraits();
    }

    /** What differs for this cohort from the configured alert thresholds; absent where it does not. */
    public record Thresholds(
            @Nullable BigDecimal variancePercent, @Nullable Long minCompletions) {
        public static final Thresholds NONE = new Thresholds(null, null);
    }
}
