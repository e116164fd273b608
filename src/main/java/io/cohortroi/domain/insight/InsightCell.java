package io.cohortroi.domain.insight;

import java.util.Comparator;

/**
 * One number that insights are made of. Cohorts have the first five kinds, archetypes the two after
 * them, workflows the last two.
 *
 * @param id of what the kind says; empty for {@link Kind#EXPECTED}
 */
public record InsightCell(Kind kind, String id) implements Comparable<InsightCell> {
    private static final Comparator<InsightCell> ORDER =
            Comparator.comparing(InsightCell::kind).thenComparing(InsightCell::id);

    /** What is counted or summed. */
    public enum Kind {
        /** Active learners by archetype: n. */
        LEARNERS,
        /** Traits of the active learners by name: n and sum. */
        TRAIT,
        /** Capabilities of a component that active learners have activated: n learners, sum of capabilities. */
        ACTIVATED,
        /** Final completions by workflow: n. */
        COMPLETIONS,
        /** Baselines of the completions that have a multiplier: n and sum. */
        EXPECTED,
        /** Multipliers by workflow: n, sum and squares. */
        REALISED,
        /** Multipliers by version of the baseline they were held against: n, sum and squares. */
        BASELINE,
        /** Costs of final completions before any adjustment, by month: n and sum. */
        CHARGED,
        /** What those costs carry of adjustments, by month: sum. */
        ADJUSTED
    }

    @Override
    public int compareTo(InsightCell other) {
        return ORDER.compare(this, other);
    }
}
