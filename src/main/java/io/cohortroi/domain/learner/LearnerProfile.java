package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is published of one learner: the current cohort, the archetype and what it was judged from.
 *
 * @param placedBy what decided on the cohort: explicit, rule, nearest or none
 * @param traitsAmongAll the traits that cohorts are matched by; absent where no definition asks for them
 */
public record LearnerProfile(
        String learnerId,
        boolean active,
        String cohort,
        String placedBy,
        SortedMap<String, String> attributes,
        Assessment assessment,
        @Nullable Traits traitsAmongAll,
        long activities,
        long quizzes,
        long completions,
        Instant updatedAt) {}
