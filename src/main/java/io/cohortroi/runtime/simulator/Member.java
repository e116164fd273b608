package io.cohortroi.runtime.simulator;

import io.cohortroi.domain.learner.Archetype;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One learner of the company, for all time.
 *
 * @param archetype how this learner behaves; the stream finds out by itself
 * @param stays cohorts with their beginnings, oldest first; at least one
 * @param leavesAt absent for those who stay
 * @param assigned whether the source names the cohort, since no rule would find it
 * @param announcedLate whether the profile comes only after the first completion
 */
record Member(
        int number,
        Archetype archetype,
        LocalDate startDay,
        List<Stay> stays,
        @Nullable Instant leavesAt,
        @Nullable Instant promotedAt,
        String favouriteDomain,
        String role,
        String location,
        Duration employedBefore,
        boolean assigned,
        boolean announcedLate) {

    private static final int FIRST_HOUR = 7;

    /** From {@code from} on the learner belongs to the cohort. */
    record Stay(CohortPlan cohort, Instant from) {}

    String id() {
        return String.format(Locale.ROOT, "L%04d", number);
    }

    /** When the first profile is from; nothing is done before. */
    Instant startsAt() {
        return startDay.atTime(FIRST_HOUR, 0).toInstant(ZoneOffset.UTC);
    }

    CohortPlan cohortAt(Instant time) {
        CohortPlan cohort = stays.get(0).cohort;
        for (Stay stay : stays) {
            if (!stay.from.isAfter(time)) {
                cohort = stay.cohort;
            }
        }
        return cohort;
    }

    boolean hasLeft(Instant time) {
        return leavesAt != null && !time.isBefore(leavesAt);
    }
}
