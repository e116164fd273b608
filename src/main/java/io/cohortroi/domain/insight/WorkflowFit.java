package io.cohortroi.domain.insight;

import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Decimals;
import io.cohortroi.domain.metrics.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a workflow fits a cohort: {@code 0.4·domain + 0.3·pace + 0.2·engagement + 0.1·retention}, each in [0, 1].
 *
 * <ul>
 *   <li><b>domain</b> = (1 − a/2)·g + (a/2)·f. g is the mean severity of the gaps in its components ÷ 2.5 (0 for a
 *       component without one), f the share of the cohort's completions in its domain, a the cohort's domain affinity:
 *       gaps come first, and a cohort that keeps to a domain is also drawn to what it knows. Rises with each severity
 *       and with f.
 *   <li><b>pace</b> = 1 − |velocity − demand|. Demand is half difficulty (0, 0.5, 1) and half length, minutes ÷ (minutes
 *       + 480), so that 8 hours are in the middle. Falls as demand moves away from the learning velocity.
 *   <li><b>engagement</b> = 1 − |hands-on share − interaction frequency|.
 *   <li><b>retention</b> = 1 − max(0, requirement − retention strength). Remembering better than needed costs nothing:
 *       never falls as strength rises.
 * </ul>
 *
 * <p>Worked: components with severities 2.0 and 1.0 (g = 0.6), affinity 0.4, a quarter of completions in the domain:
 * 0.8·0.6 + 0.2·0.25 = 0.53. Intermediate and 8 hours is a demand of 0.5, with velocity 0.7: 0.8. Hands-on 0.9,
 * frequency 0.5: 0.6. Requirement 0.8, strength 0.6: 0.8. Score 0.212 + 0.24 + 0.12 + 0.08 = 0.652.
 *
 * @param inputs what the dimensions were computed from
 * @param realised what the stream has seen of it, absent where it has seen nothing; never part of the score
 */
public record WorkflowFit(
        String workflow,
        String name,
        BigDecimal score,
        BigDecimal domain,
        BigDecimal pace,
        BigDecimal engagement,
        BigDecimal retention,
        Inputs inputs,
        @Nullable Sample realised,
        String reason) {

    /**
     * What the dimensions were computed from, beside the cohort's traits; each in [0, 1].
     *
     * @param gapShare g: mean severity of the gaps in its components ÷ 2.5
     * @param domainShare f: share of the cohort's completions in its domain
     * @param demand half difficulty, half length
     */
    public record Inputs(
            BigDecimal gapShare,
            BigDecimal domainShare,
            BigDecimal demand,
            BigDecimal handsOnShare,
            BigDecimal retentionRequirement) {}

    private static final int TOP = 5;
    private static final BigDecimal MOST_SEVERE = new BigDecimal("2.5");
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final long MIDDLE_MINUTES = 480;
    private static final Comparator<WorkflowFit> BEST_FIRST =
            Comparator.comparing(WorkflowFit::score).reversed().thenComparing(WorkflowFit::workflow);

    /** The five that fit best; equal scores by workflow id. */
    public static List<WorkflowFit> top(CohortSnapshot cohort, GapAnalysis gaps, Collection<Workflow> workflows) {
        Map<String, BigDecimal> severities = gaps.severities();
        return workflows.stream()
                .map(workflow -> of(cohort, severities, workflow))
                .sorted(BEST_FIRST)
                .limit(TOP)
                .toList();
    }

    static WorkflowFit of(CohortSnapshot cohort, Map<String, BigDecimal> severities, Workflow workflow) {
        Traits traits = cohort.traits();
        Inputs inputs = new Inputs(
                gapShare(severities, workflow),
                domainShare(cohort, workflow),
                demand(workflow),
                workflow.handsOnShare(),
                workflow.retentionRequirement());
        BigDecimal domain = domain(cohort, inputs);
        BigDecimal pace = closeness(trait(traits.learningVelocity()), inputs.demand());
        BigDecimal engagement = closeness(trait(traits.interactionFrequency()), workflow.handsOnShare());
        BigDecimal missing = workflow.retentionRequirement().subtract(trait(traits.retentionStrength()));
        BigDecimal retention = Decimals.round(BigDecimal.ONE.subtract(missing.max(BigDecimal.ZERO)));
        BigDecimal score = Decimals.round(new BigDecimal("0.4")
                .multiply(domain)
                .add(new BigDecimal("0.3").multiply(pace))
                .add(new BigDecimal("0.2").multiply(engagement))
                .add(new BigDecimal("0.1").multiply(retention)));
        return new WorkflowFit(
                workflow.id(),
                workflow.name(),
                score,
                domain,
                pace,
                engagement,
                retention,
                inputs,
                cohort.realised().get(workflow.id()),
                reason(severities, workflow, domain, pace, engagement, retention));
    }

    private static BigDecimal domain(CohortSnapshot cohort, Inputs inputs) {
        BigDecimal drawn = HALF.multiply(trait(cohort.traits().domainAffinity()));
        return Decimals.round(
                BigDecimal.ONE.subtract(drawn).multiply(inputs.gapShare()).add(drawn.multiply(inputs.domainShare())));
    }

    private static BigDecimal gapShare(Map<String, BigDecimal> severities, Workflow workflow) {
        BigDecimal severity = workflow.components().stream()
                .map(component -> severities.getOrDefault(component, BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal most = MOST_SEVERE.multiply(
                BigDecimal.valueOf(Math.max(1, workflow.components().size())));
        return Decimals.ratio(severity, most);
    }

    private static BigDecimal domainShare(CohortSnapshot cohort, Workflow workflow) {
        long completions = cohort.completionsByDomain().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long known = cohort.completionsByDomain().getOrDefault(workflow.domain(), 0L);
        return Decimals.ratio(BigDecimal.valueOf(known), BigDecimal.valueOf(Math.max(1, completions)));
    }

    private static BigDecimal demand(Workflow workflow) {
        BigDecimal minutes = BigDecimal.valueOf(workflow.durationMinutes());
        BigDecimal length = Decimals.ratio(minutes, minutes.add(BigDecimal.valueOf(MIDDLE_MINUTES)));
        return Decimals.round(HALF.multiply(workflow.difficulty().demand().add(length)));
    }

    private static BigDecimal closeness(BigDecimal one, BigDecimal other) {
        return Decimals.round(BigDecimal.ONE.subtract(one.subtract(other).abs()));
    }

    private static BigDecimal trait(double value) {
        return Decimals.round(Math.max(0, Math.min(1, value)));
    }

    private static String reason(
            Map<String, BigDecimal> severities,
            Workflow workflow,
            BigDecimal domain,
            BigDecimal pace,
            BigDecimal engagement,
            BigDecimal retention) {
        List<String> closed = new ArrayList<>();
        workflow.components().stream()
                .distinct()
                .filter(severities::containsKey)
                .sorted(Comparator.comparing((String component) -> severity(severities, component))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .forEach(component ->
                        closed.add(component + " (" + GapAnalysis.shortly(severity(severities, component)) + ")"));
        String gaps = closed.isEmpty() ? "Closes none of the gaps" : "Closes gaps in " + String.join(", ", closed);
        return gaps + "; fit of domain " + GapAnalysis.shortly(domain) + ", pace " + GapAnalysis.shortly(pace)
                + " (" + workflow.difficulty().label() + ", " + workflow.durationMinutes()
                + " minutes), hands-on share "
                + GapAnalysis.shortly(engagement) + ", retention " + GapAnalysis.shortly(retention) + ".";
    }

    private static BigDecimal severity(Map<String, BigDecimal> severities, String component) {
        return severities.getOrDefault(component, BigDecimal.ZERO);
    }
}
