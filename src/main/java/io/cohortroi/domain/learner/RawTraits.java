package io.cohortroi.domain.learner;

import java.time.Instant;

/**
 * The five traits before they are compared with anybody, each in [0, 1]; {@link Norms} turn them into percentiles.
 *
 * <p>Amounts are time averages since the learner began, as a line that rises early counts for more than one that
 * rises late: a bar over a letter is that average. n is the number of days since the learner began, and steady behaviour
 * gives the same value at every n.
 *
 * <ul>
 *   <li>velocity: capabilities gained (a completed module counts one) per active day, (G + 0.5) / (D + 1), squashed by
 *       x / (1 + x). Worked: 8 gained and 9 active days, all on the first day of their time: 8.5 / 10 = 0.85, 0.459.
 *   <li>affinity: Simpson's concentration of the activity over domains, the sum of squared shares. Worked: 30 clicks in one
 *       domain and 10 in another: 0.75² + 0.25² = 0.625. Without a domain 0.
 *   <li>frequency: active days as a share of all days. Worked: every other day is 0.5.
 *   <li>feedback: the share of feedback acted on, (A + 4p) / (F + 4), where p says how results move:
 *       0.5 + half the rise of scores over the history, itself shrunk by results / (results + 4). Worked: 2 of 2 acted on,
 *       results flat: (2 + 2) / (2 + 4) = 0.667.
 *   <li>retention: mean of results, a capability used again counting as a result of 1, shrunk towards 0.75 by four
 *       results: (S + R + 3) / (N + R + 4). Worked: results 0.9 and 0.8 and one repeat: 5.7 / 7 = 0.814.
 * </ul>
 */
record RawTraits(double velocity, double affinity, double frequency, double feedback, double retention) {
    private static final double USUAL_GAIN_PER_DAY = 0.5;
    private static final double USUAL_SCORE = 0.75;
    private static final double USUAL_RESULTS = 4;
    private static final double USUAL_FEEDBACK = 4;

    /** Raw traits are compared in cells of this many to the unit, so that what is equal stays equal. */
    static final int CELLS = 256;

    static int cell(double raw) {
        return (int) Math.min(CELLS - 1, Math.max(0, raw * CELLS));
    }

    static double middle(int cell) {
        return (cell + 0.5) / CELLS;
    }

    static RawTraits of(TraitState state, Instant asOf) {
        long day = state.dayOf(asOf);
        double span = state.span(day);
        // One unit of prior evidence is an amount of 1 spread evenly over the span.
        double unit = (span + 1) / 2;
        double days = state.amountDays(TraitState.DAYS, day);
        double gain = (state.amountDays(TraitState.GAINED, day) + USUAL_GAIN_PER_DAY * unit) / (days + unit);
        double repeats = state.amountDays(TraitState.REPEATS, day);
        double results = state.amountDays(TraitState.RESULTS, day) + repeats;
        double scores = state.amountDays(TraitState.SCORE_MILLIONTHS, day) / 1e6 + repeats;
        return new RawTraits(
                gain / (1 + gain),
                concentration(state, day),
                Math.min(1, days / (span * unit)),
                feedback(state, span),
                (scores + USUAL_SCORE * USUAL_RESULTS * unit) / (results + USUAL_RESULTS * unit));
    }

    /** A trait by its place in {@link Traits}, 0 to 4. */
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

    private static double concentration(TraitState state, long day) {
        double total = 0;
        double squares = 0;
        for (int slot = 0; slot < TraitState.DOMAIN_SLOTS; slot++) {
            double weight = state.domainDays(slot, day);
            total += weight;
            squares += weight * weight;
        }
        return total == 0 ? 0 : squares / (total * total);
    }

    private static double feedback(TraitState state, double span) {
        double usual = 0.5 + 0.5 * rise(state, span);
        double given = state.sum(TraitState.FEEDBACK);
        return (state.sum(TraitState.ACTED_ON) + USUAL_FEEDBACK * usual) / (given + USUAL_FEEDBACK);
    }

    /** How far scores rise from the beginning to now along their regression line, shrunk, in [-1, 1]. */
    private static double rise(TraitState state, double span) {
        double n = state.sum(TraitState.RESULTS);
        if (n < 2) {
            return 0;
        }
        double days = state.moment(TraitState.RESULTS);
        double spread = n * state.resultSquares() - days * days;
        if (spread <= 0) {
            return 0;
        }
        double scores = state.sum(TraitState.SCORE_MILLIONTHS) / 1e6;
        double together = n * (state.moment(TraitState.SCORE_MILLIONTHS) / 1e6) - days * scores;
        double rise = together / spread * span * n / (n + 4);
        return Math.max(-1, Math.min(1, rise));
    }
}
