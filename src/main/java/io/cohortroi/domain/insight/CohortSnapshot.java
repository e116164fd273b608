package io.cohortroi.domain.insight;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cohort as insights see it.
 *
 * @param archetype the one its definition names, if any
 * @param activeByArchetype active learners by archetype
 * @param activeLearners at least 0
 * @param activated by component: Σ over active learners of what each has activated ({@link Activation#of})
 * @param traits means over the active learners; 0.5 each where nothing is known
 * @param completionsByDomain final completions by the domain of their workflow
 * @param expectedRoi absent before the first completion with a multiplier
 * @param realised by workflow: multipliers seen for learners of the cohort's archetype, or of all where it has none
 */
public record CohortSnapshot(
        String cohort,
        @Nullable Archetype archetype,
        Map<Archetype, Long> activeByArchetype,
        long activeLearners,
        Map<String, Long> activated,
        Traits traits,
        Map<String, Long> completionsByDomain,
        @Nullable BigDecimal expectedRoi,
        Map<String, Sample> realised) {

    public CohortSnapshot {
        activeByArchetype = Map.copyOf(activeByArchetype);
        activated = Map.copyOf(activated);
        completionsByDomain = Map.copyOf(completionsByDomain);
        realised = Map.copyOf(realised);
    }
}
