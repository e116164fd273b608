package io.cohortroi.domain.insight;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
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
    private static final double NOT_KNOWN = 0.5;

    /**
     * The cohort as its sums say it.
     *
     * @param own of the cohort
     * @param ofArchetypes sums of each archetype, over all cohorts
     * @param domains the domain of every workflow of the catalogue; a completion of another counts for none
     */
    public static CohortSnapshot of(
            String cohort,
            @Nullable Archetype archetype,
            InsightSums own,
            Map<Archetype, InsightSums> ofArchetypes,
            Map<String, String> domains) {
        Map<Archetype, Long> active = new EnumMap<>(Archetype.class);
        own.of(InsightCell.Kind.LEARNERS)
                .forEach((label, count) -> Archetype.ofLabel(label).ifPresent(known -> active.put(known, count.n())));
        Map<String, Long> activated = new TreeMap<>();
        own.of(InsightCell.Kind.ACTIVATED)
                .forEach(
                        (component, sum) -> activated.put(component, sum.total().longValueExact()));
        Map<String, Long> completions = new TreeMap<>();
        own.of(InsightCell.Kind.COMPLETIONS)
                .forEach((workflow, count) ->
                        completions.merge(domains.getOrDefault(workflow, ""), count.n(), Long::sum));
        Map<String, Sample> realised = new TreeMap<>();
        realised(archetype, ofArchetypes)
                .forEach((workflow, seen) -> seen.sample().ifPresent(sample -> realised.put(workflow, sample)));
        return new CohortSnapshot(
                cohort,
                archetype,
                active,
                active.values().stream().mapToLong(Long::longValue).sum(),
                activated,
                traits(own),
                completions,
                own.get(InsightCell.Kind.EXPECTED, "")
                        .sample()
                        .map(Sample::mean)
                        .orElse(null),
                realised);
    }

    private static Map<String, Moments> realised(
            @Nullable Archetype archetype, Map<Archetype, InsightSums> ofArchetypes) {
        Map<String, Moments> realised = new TreeMap<>();
        ofArchetypes.forEach((each, sums) -> {
            if (archetype == null || archetype == each) {
                sums.of(InsightCell.Kind.REALISED)
                        .forEach((workflow, seen) -> realised.merge(workflow, seen, Moments::plus));
            }
        });
        return realised;
    }

    private static Traits traits(InsightSums own) {
        return new Traits(
                mean(own, Trait.LEARNING_VELOCITY),
                mean(own, Trait.DOMAIN_AFFINITY),
                mean(own, Trait.INTERACTION_FREQUENCY),
                mean(own, Trait.FEEDBACK_RESPONSIVENESS),
                mean(own, Trait.RETENTION_STRENGTH));
    }

    private static double mean(InsightSums own, Trait trait) {
        return own.get(InsightCell.Kind.TRAIT, trait.label())
                .sample()
                .map(sample -> sample.mean().doubleValue())
                .orElse(NOT_KNOWN);
    }

    public CohortSnapshot {
        activeByArchetype = Map.copyOf(activeByArchetype);
        activated = Map.copyOf(activated);
        completionsByDomain = Map.copyOf(completionsByDomain);
        realised = Map.copyOf(realised);
    }
}
