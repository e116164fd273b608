package io.cohortroi.domain.stage;

import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.cohort.CohortMatcher;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.learner.ProfileVersion;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.Versioned;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a learner belongs: by the profile itself, by the rules of the cohorts, or by traits. */
record CohortPlacing(LearnerState learner, ReferenceData reference, NormsVersions norms) {
    /** By the definitions of that time. */
    String cohortAsOf(ProfileVersion placing, Instant time) {
        return match(placing, time, placing.cohort() == null ? reference.activeCohorts(time) : List.of())
                .cohort();
    }

    /** As of now for a learner last seen at that time: definitions that came since are heard. */
    CohortMatcher.Match current(ProfileVersion placing, Instant lastSeen) {
        return match(placing, lastSeen, placing.cohort() == null ? reference.currentCohorts(lastSeen) : List.of());
    }

    /** As compared with everybody, since the cohort is what is asked for; absent while there is nothing to go by. */
    @Nullable
    Traits traitsAmongAll(Instant time) {
        return learner.traits().isEmpty()
                ? null
                : ArchetypeModel.assess(learner.traits(), norms.asOf(time), Norms.EVERYBODY, time)
                        .traits();
    }

    private CohortMatcher.Match match(
            ProfileVersion placing, Instant time, List<Versioned<CohortDefinition>> definitions) {
        return CohortMatcher.match(placing.cohort(), placing.attributes(), () -> traitsAmongAll(time), definitions);
    }
}
