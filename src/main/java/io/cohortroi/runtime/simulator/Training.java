package io.cohortroi.runtime.simulator;

import java.time.Instant;
import java.util.Locale;

/**
 * A member finishing a workflow; how well it paid is not said yet.
 *
 * @param number of the member's trainings, from 0
 * @param weight how well it pays compared with others of the same cohort and week; 0 where it failed
 */
record Training(Member member, int number, Workflow workflow, Instant completedAt, Way way, double weight) {

    /** Where the numbers of its record come from. */
    enum Way {
        /** Capabilities are counted, the rest is the catalogue's. */
        COUNTED,
        /** Capabilities are listed for the first time. */
        LISTED,
        /** As listed, with one among them that was listed before. */
        LISTED_AGAIN,
        /** The event says what it cost. */
        COST_GIVEN,
        /** The event says what it brought. */
        BENEFIT_GIVEN,
        /** Not passed: it cost and brought nothing. */
        FAILED
    }

    String id() {
        return String.format(Locale.ROOT, "C-%04d-%03d", member.number(), number);
    }

    /** Whether it enters averages. */
    boolean hasMultiplier() {
        return !workflow.isFree();
    }
}
