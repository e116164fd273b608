package io.cohortroi.domain.insight;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Decimals;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a gap in a category matters to an archetype, from 1.0 to 2.5. A cohort without an archetype gets the mean
 * over its active learners: 3 Fast Learners and 1 Generalist make async count (3·2.0 + 1·1.0) ÷ 4 = 1.75. Without
 * learners everything counts 1.0.
 */
public final class CategoryWeights {
    private final @Nullable Archetype archetype;
    private final Map<Archetype, Long> mix;

    private CategoryWeights(@Nullable Archetype archetype, Map<Archetype, Long> mix) {
        this.archetype = archetype;
        this.mix = mix;
    }

    /**
     * @param archetype the cohort's own, where its definition names one
     * @param mix active learners by archetype, for cohorts without one
     */
    public static CategoryWeights of(@Nullable Archetype archetype, Map<Archetype, Long> mix) {
        return new CategoryWeights(archetype, mix);
    }

    public BigDecimal weight(ComponentCategory category) {
        return Decimals.ratio(weighted(category), BigDecimal.valueOf(learners()));
    }

    /** Σ weight over learners; with {@link #learners} below it, so that severity is divided and rounded once. */
    BigDecimal weighted(ComponentCategory category) {
        if (archetype != null) {
            return ofArchetype(archetype, category);
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<Archetype, Long> each : mix.entrySet()) {
            sum = sum.add(ofArchetype(each.getKey(), category).multiply(BigDecimal.valueOf(each.getValue())));
        }
        return sum.signum() == 0 ? BigDecimal.ONE : sum;
    }

    long learners() {
        if (archetype != null) {
            return 1;
        }
        long learners = mix.values().stream().mapToLong(Long::longValue).sum();
        return learners == 0 ? 1 : learners;
    }

    /** Who the weights are for, in a sentence: {@code Fast Learner} or {@code this mix of learners}. */
    String audience() {
        return archetype == null ? "this mix of learners" : archetype.label();
    }

    static BigDecimal ofArchetype(Archetype archetype, ComponentCategory category) {
        String weight = switch (archetype) {
            case FAST_LEARNER -> pick(category, "2.0", "1.2", "1.8", "2.0", "1.5");
            case SPECIALIST -> pick(category, "1.2", "2.5", "1.1", "1.1", "1.0");
            case POWER_USER -> pick(category, "1.5", "1.2", "1.8", "1.6", "1.8");
            case LONG_TERM_RETAINER -> pick(category, "1.2", "1.2", "1.5", "2.0", "2.0");
            case GENERALIST -> "1.0";
        };
        return new BigDecimal(weight);
    }

    private static String pick(
            ComponentCategory category, String learning, String domain, String framework, String async, String other) {
        return switch (category) {
            case LEARNING -> learning;
            case DOMAIN -> domain;
            case FRAMEWORK -> framework;
            case ASYNC -> async;
            case OTHER -> other;
        };
    }
}
