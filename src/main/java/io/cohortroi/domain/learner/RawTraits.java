package io.cohortroi.domain.learner;

import java.time.Instant;

/**
 * The five traits before they are compared with anybody: numbers in [0, 1] whose scale means nothing until
 * {@link Norms} turn them into percentiles of the learner's population at the same stage.
 */
record RawTraits(double velocity, double affinity, double frequency, double feedback, double retention) {

    static RawTraits of(TraitState state, Instant asOf) {
        double days = state.daysSinceFirst(asOf) + 1;
        double weeks = days / 7;
        double gainedPerWeek = state.gained() / weeks;
        double frequency = Math.min(1, state.activeDays() / days);
        double regularity = Math.min(1, state.activeWeeks() / (weeks + 1));
        double score = (state.scoreSum() + 1) / (state.scores() + 2);
        double feedback = (state.actedOn() + 1.0) / (state.feedback() + 2);
        return new RawTraits(
                gainedPerWeek / (gainedPerWeek + 1),
                concentration(state),
                frequency,
                feedback,
                0.5 * score + 0.5 * regularity);
    }

    /** Simpson's index of the domains, 1 when all activity is in one domain; 0 without evidence. */
    private static double concentration(TraitState state) {
        double total = 0;
        double squares = 0;
        for (int slot = 0; slot < TraitState.DOMAIN_SLOTS; slot++) {
            double weight = state.domainWeight(slot);
            total += weight;
            squares += weight * weight;
        }
        return total == 0 ? 0 : squares / (total * total);
    }

    double get(int trait) {
        return switch (trait) {
            case 0 -> velocity;
            case 1 -> affinity;
            case 2 -> frequency;
            case 3 -> feedback;
            case 4 -> retention;
            default -> throw new IllegalArgumentException("a trait is 0..4, found " + trait);
        };
    }
}
