package io.cohortroi.domain.cohort;

import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Place;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a learner into exactly one cohort: the one the profile names; else the active definition of highest priority
 * whose rule holds; else {@value CohortDefinition#UNASSIGNED}.
 */
public final class CohortMatcher {
    private CohortMatcher() {}

    /** The cohort and why; {@code definition} is the place of the definition whose rule held. */
    public record Match(
            String cohort, Reason reason, @Nullable Place definition) {}

    /** What decided. */
    public enum Reason {
        EXPLICIT,
        RULE,
        NONE
    }

    /** @param time the event time whose definitions apply */
    public static Match match(
            @Nullable String explicit,
            Map<String, String> attributes,
            Traits traits,
            ReferenceData reference,
            Instant time) {
        if (explicit != null) {
            return new Match(explicit, Reason.EXPLICIT, null);
        }
        for (Versioned<CohortDefinition> version : reference.activeCohorts(time)) {
            Rule rule = version.value().rule();
            if (rule != null && rule.matches(attributes, traits)) {
                return new Match(version.value().cohortId(), Reason.RULE, version.place());
            }
        }
        return new Match(CohortDefinition.UNASSIGNED, Reason.NONE, null);
    }
}
