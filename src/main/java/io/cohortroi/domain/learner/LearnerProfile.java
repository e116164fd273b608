package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.SortedMap;

/** What is published of one learner: the current cohort, the archetype and what it was judged from. */
public record LearnerProfile(
        String learnerId,
        boolean active,
        String cohort,
        SortedMap<String, String> attributes,
        Assessment assessment,
        long activities,
        long quizzes,
        long completions,
        Instant updatedAt) {}
