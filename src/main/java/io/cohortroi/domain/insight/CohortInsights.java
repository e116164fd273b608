package io.cohortroi.domain.insight;

import java.util.Collection;
import java.util.List;

/**
 * Where a cohort should invest next.
 *
 * @param snapshot what they were made of
 * @param gaps all gaps with the estimated ROI; people are shown {@link GapAnalysis#top}
 * @param workflows the five that fit best
 */
public record CohortInsights(CohortSnapshot snapshot, GapAnalysis gaps, List<WorkflowFit> workflows) {

    /** Components and workflows may come in any order and give the same answer. */
    public static CohortInsights of(
            CohortSnapshot cohort, Collection<Component> components, Collection<Workflow> workflows) {
        GapAnalysis gaps = GapAnalysis.of(cohort, components);
        return new CohortInsights(cohort, gaps, WorkflowFit.top(cohort, gaps, workflows));
    }
}
