package io.cohortroi.domain.insight;

import io.cohortroi.domain.metrics.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every gap of a cohort, worst first; equal severities by component id.
 *
 * <p>Worked: 4 active learners of a Fast Learner cohort have activated 10 of async-patterns together, which has 10
 * capabilities. Activated is 2.5, base severity 0.75, async counts 2.0: severity 1.5, which is high and just not critical.
 *
 * @param gaps all of them; what people see is {@link #top}
 * @param criticalGaps how many are critical
 * @param estimatedRoi expected ROI + 0.1 for every three critical gaps: 7 of them add 0.2; absent without an expected one
 */
public record GapAnalysis(
        List<Gap> gaps, int criticalGaps, @Nullable BigDecimal estimatedRoi) {
    private static final int TOP = 10;
    private static final BigDecimal CAP = new BigDecimal("2.5");
    private static final BigDecimal GAIN_OF_THREE = new BigDecimal("0.1");
    private static final Comparator<Gap> WORST_FIRST =
            Comparator.comparing(Gap::severity).reversed().thenComparing(Gap::component);

    public GapAnalysis {
        gaps = List.copyOf(gaps);
    }

    /** A cohort without active learners has no gaps: there is nobody to close them. */
    public static GapAnalysis of(CohortSnapshot cohort, Collection<Component> components) {
        CategoryWeights weights = CategoryWeights.of(cohort.archetype(), cohort.activeByArchetype());
        List<Gap> gaps = components.stream()
                .filter(component -> cohort.activeLearners() > 0 && component.discovered() > 0)
                .filter(component -> activatable(cohort, component) > activated(cohort, component))
                .map(component -> gap(cohort, component, weights))
                .sorted(WORST_FIRST)
                .toList();
        int critical = (int)
                gaps.stream().filter(gap -> gap.urgency() == Urgency.CRITICAL).count();
        BigDecimal expected = cohort.expectedRoi();
        BigDecimal estimated = expected == null
                ? null
                : Decimals.round(expected.add(GAIN_OF_THREE.multiply(BigDecimal.valueOf(critical / 3))));
        return new GapAnalysis(gaps, critical, estimated);
    }

    /** The ten worst. */
    public List<Gap> top() {
        return gaps.subList(0, Math.min(TOP, gaps.size()));
    }

    Map<String, BigDecimal> severities() {
        Map<String, BigDecimal> severities = new HashMap<>();
        gaps.forEach(gap -> severities.put(gap.component(), gap.severity()));
        return severities;
    }

    private static long activatable(CohortSnapshot cohort, Component component) {
        return Math.multiplyExact(cohort.activeLearners(), component.discovered());
    }

    private static long activated(CohortSnapshot cohort, Component component) {
        return cohort.activated().getOrDefault(component.id(), 0L);
    }

    private static Gap gap(CohortSnapshot cohort, Component component, CategoryWeights weights) {
        BigDecimal possible = BigDecimal.valueOf(activatable(cohort, component));
        BigDecimal reached = BigDecimal.valueOf(activated(cohort, component));
        BigDecimal missing = possible.subtract(reached);
        BigDecimal severity = Decimals.ratio(
                        missing.multiply(weights.weighted(component.category())),
                        possible.multiply(BigDecimal.valueOf(weights.learners())))
                .min(CAP);
        BigDecimal mean = Decimals.ratio(reached, BigDecimal.valueOf(cohort.activeLearners()));
        BigDecimal base = Decimals.ratio(missing, possible);
        BigDecimal weight = weights.weight(component.category());
        String reason = "Active learners have activated " + shortly(mean) + " of " + component.discovered()
                + " capabilities on average, " + shortly(base.movePointRight(2)) + " % are missing; "
                + component.category().label() + " counts " + shortly(weight) + " times for " + weights.audience()
                + ".";
        return new Gap(
                component.id(),
                component.category(),
                mean,
                component.discovered(),
                base,
                weight,
                severity,
                Urgency.of(severity),
                reason);
    }

    /** Two decimals at most, for sentences. */
    static String shortly(BigDecimal value) {
        BigDecimal rounded = value.setScale(2, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
