package io.cohortroi.domain.stage;

import io.cohortroi.domain.cohort.CohortMatcher;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.Assessment;
import io.cohortroi.domain.learner.LearnerProfile;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.LearnerState.Counted;
import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.learner.ProfileVersion;
import io.cohortroi.domain.metrics.Membership;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A learner as of now, in the cohort and with the archetype of now, and what that moves in the memberships. */
public final class CurrentProfile {
    private CurrentProfile() {}

    /** Empty while no profile is known. */
    public static Optional<LearnerProfile> publish(
            LearnerBooks books, String learnerId, ReferenceData reference, NormsVersions norms, Effects effects) {
        LearnerState state = books.learner(learnerId);
        Optional<ProfileVersion> latest = state.profiles().latest();
        Instant newest = state.newestEvent();
        if (latest.isEmpty() || newest == null) {
            return Optional.empty();
        }
        Instant time = latest.get().updatedAt().isAfter(newest) ? latest.get().updatedAt() : newest;
        ProfileVersion placing = state.profiles().placingAsOf(time).orElse(latest.get());
        CohortPlacing places = new CohortPlacing(state, reference, norms);
        CohortMatcher.Match placement = places.current(placing, time);
        String cohort = placement.cohort();
        Assessment assessment = ArchetypeModel.assess(state.traits(), norms.asOf(time), cohort, time);
        Counted counted = new Counted(cohort, latest.get().active(), assessment.archetype());
        if (!counted.equals(state.counted())) {
            move(effects, state.counted(), -1);
            move(effects, counted, 1);
        }
        if (!counted.equals(state.counted()) || !cohort.equals(state.placedIn())) {
            books.keep(learnerId, state.withCounted(counted).withPlacedIn(cohort));
        }
        return Optional.of(new LearnerProfile(
                learnerId,
                latest.get().active(),
                cohort,
                placement.reason().label(),
                placing.attributes(),
                assessment,
                dependsOnTraits(placing, reference, time) ? places.traitsAmongAll(time) : null,
                state.traits().activities(),
                state.traits().quizzes(),
                state.completions(),
                newest));
    }

    /** Whether the definitions as they are now place the learner elsewhere than the memberships say. */
    public static boolean isMisplaced(LearnerState state, ReferenceData reference, NormsVersions norms) {
        Instant newest = state.newestEvent();
        Counted counted = state.counted();
        Optional<ProfileVersion> placing =
                newest == null ? Optional.empty() : state.profiles().placingAsOf(newest);
        if (newest == null
                || counted == null
                || placing.isEmpty()
                || placing.get().cohort() != null) {
            return false;
        }
        CohortMatcher.Match now = new CohortPlacing(state, reference, norms).current(placing.get(), newest);
        return !now.cohort().equals(counted.cohort());
    }

    private static boolean dependsOnTraits(ProfileVersion placing, ReferenceData reference, Instant time) {
        return placing.cohort() == null
                && reference.currentCohorts(time).stream()
                        .anyMatch(version -> version.value().dependsOnTraits());
    }

    /** @param sign 1 for a learner who comes, -1 for one who goes */
    static void move(Effects effects, @Nullable Counted counted, int sign) {
        if (counted == null) {
            return;
        }
        Membership one = Membership.of(counted.active(), counted.archetype());
        Membership difference = sign > 0 ? one : one.negated();
        effects.move(Scope.cohort(counted.cohort()), difference);
        effects.move(Scope.archetype(counted.archetype()), difference);
        effects.move(Scope.OVERALL, difference);
    }
}
