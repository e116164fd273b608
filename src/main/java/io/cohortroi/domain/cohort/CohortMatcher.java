package io.cohortroi.domain.cohort;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.reference.Versioned;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a learner into exactly one cohort: the one the profile names; else the active definition of highest priority
 * whose rule holds; else the active definition nearest by traits; else {@value CohortDefinition#UNASSIGNED}.
 *
 * <p>Nearness never overrules an attribute: a definition is near when a change of traits of at most {@value #NEAR} would
 * make its rule hold, or where it has no rule, make the learner the archetype it is made for. Of whom nothing was ever
 * seen, nobody can say what they are near to.
 */
public final class CohortMatcher {
    /** The furthest that counts as near: a fifth of the population's ranks. */
    public static final double NEAR = 0.2;

    private CohortMatcher() {}

    /**
     * The cohort and why.
     *
     * @param version of the definition that decided; 0 where none did
     * @param distance from the definition by traits; 0 where the rule holds
     */
    public record Match(String cohort, Reason reason, int version, double distance) {}

    /** What decided. */
    public enum Reason {
        EXPLICIT,
        RULE,
        NEAREST,
        NONE;

        /** As in {@code placed_by} of a profile. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param definitions active ones, the highest priority first
     * @param traits as compared with everybody; asked for only where a definition depends on them, and null where nothing
     *     was ever seen of the learner
     */
    public static Match match(
            @Nullable String explicit,
            Map<String, String> attributes,
            Supplier<@Nullable Traits> traits,
            List<Versioned<CohortDefinition>> definitions) {
        if (explicit != null) {
            return new Match(explicit, Reason.EXPLICIT, 0, 0);
        }
        boolean asked = definitions.stream().anyMatch(version -> version.value().dependsOnTraits());
        Traits seen = asked ? traits.get() : null;
        Traits compared = seen == null ? ArchetypeModel.UNKNOWN : seen;
        for (Versioned<CohortDefinition> version : definitions) {
            Rule rule = version.value().rule();
            if (rule != null && rule.matches(attributes, compared)) {
                return new Match(version.value().cohortId(), Reason.RULE, version.version(), 0);
            }
        }
        return seen == null ? unassigned() : nearest(attributes, seen, definitions);
    }

    private static Match nearest(
            Map<String, String> attributes, Traits traits, List<Versioned<CohortDefinition>> definitions) {
        Match best = unassigned();
        double least = Double.POSITIVE_INFINITY;
        for (Versioned<CohortDefinition> version : definitions) {
            double distance = distance(version.value(), attributes, traits);
            if (distance <= NEAR && distance < least) {
                least = distance;
                best = new Match(version.value().cohortId(), Reason.NEAREST, version.version(), distance);
            }
        }
        return best;
    }

    /**
     * How far the learner is from a definition by traits: from its rule, or without one, from its archetype; infinite
     * where it has neither.
     */
    public static double distance(CohortDefinition definition, Map<String, String> attributes, Traits traits) {
        Rule rule = definition.rule();
        if (rule != null) {
            return rule.distance(attributes, traits, true);
        }
        Archetype archetype = definition.archetype();
        return archetype == null ? Double.POSITIVE_INFINITY : ArchetypeModel.distance(traits, archetype);
    }

    private static Match unassigned() {
        return new Match(CohortDefinition.UNASSIGNED, Reason.NONE, 0, 0);
    }
}
