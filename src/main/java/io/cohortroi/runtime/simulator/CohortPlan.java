package io.cohortroi.runtime.simulator;

import io.cohortroi.domain.learner.Archetype;
import java.util.List;

/**
 * What one cohort of the company shall look like.
 *
 * @param mix learners by archetype, in the order of {@link Archetype}
 * @param meanRoi of all completions of the past
 * @param levels the mean ROI by weeks from the end of the past, negative before it; straight lines between, flat outside. The past
 *     is shifted as a whole until its mean is {@code meanRoi}
 */
record CohortPlan(
        String id,
        String name,
        List<String> departments,
        List<String> domains,
        List<Integer> mix,
        double meanRoi,
        List<Level> levels) {

    /** A mean ROI at a time. */
    record Level(double week, double roi) {}

    /** The five; 700 learners in all, of them 105, 154, 126, 196 and 119 by archetype. */
    static final List<CohortPlan> ALL = List.of(
            new CohortPlan(
                    "cohort-001",
                    "Platform engineering",
                    List.of("Engineering", "Platform"),
                    List.of("software", "cloud", "security"),
                    List.of(40, 38, 18, 42, 18),
                    1.78,
                    List.of(at(-23, 1.58), at(0, 1.98), at(8, 2.02), at(14, 1.85))),
            new CohortPlan(
                    "cohort-002",
                    "Customer operations",
                    List.of("Support", "Operations"),
                    List.of("support", "teamwork", "security"),
                    List.of(6, 28, 58, 72, 39),
                    1.45,
                    List.of(at(0, 1.45), at(4, 1.45), at(7, 1.08), at(10, 1.08), at(13, 1.45))),
            new CohortPlan(
                    "cohort-003",
                    "Data and analytics",
                    List.of("Data"),
                    List.of("data", "software", "cloud"),
                    List.of(30, 24, 8, 22, 5),
                    1.92,
                    List.of(at(-23, 1.70), at(0, 2.14), at(10, 2.10))),
            new CohortPlan(
                    "cohort-004",
                    "Field sales",
                    List.of("Sales"),
                    List.of("sales", "support", "teamwork"),
                    List.of(5, 14, 36, 34, 53),
                    1.33,
                    List.of(at(-15, 1.50), at(-3, 1.04), at(2, 1.04), at(6, 1.42))),
            new CohortPlan(
                    "cohort-005",
                    "Product and design",
                    List.of("Product", "Design"),
                    List.of("design", "data", "teamwork"),
                    List.of(24, 50, 6, 26, 4),
                    1.68,
                    List.of(at(0, 1.68), at(10, 1.68), at(13, 1.95))));

    private static Level at(double week, double roi) {
        return new Level(week, roi);
    }

    int learners() {
        return mix.stream().mapToInt(Integer::intValue).sum();
    }

    /** The mean ROI aimed at, before the past is shifted. */
    double levelAt(double week) {
        Level before = levels.get(0);
        for (Level after : levels) {
            if (week < after.week()) {
                double span = after.week() - before.week();
                double share = span == 0 ? 0 : (week - before.week()) / span;
                return before.roi() + share * (after.roi() - before.roi());
            }
            before = after;
        }
        return before.roi();
    }

    @SuppressWarnings("EnumOrdinal") // the mix lists its shares in the order of the archetypes
    static Archetype archetype(int index) {
        return Archetype.values()[index];
    }
}
