package io.cohortroi.domain.learner;

/**
 * How sure an assessment is: the chance that it still holds when the whole history is known, 1 / (1 + e^-x) with x =
 * {@code intercept + slope * margin * weeks / 52}. A lead counts for more the longer it has held; time without a
 * lead and a lead without time say nothing, so there is no term for either alone. Weeks count up to 52.
 *
 * <p>Worked, with intercept 0.2 and slope 65: a margin of 0.1 after 13 weeks gives x = 1.825 and a confidence of 0.861.
 */
public record Confidence(double intercept, double slope) {
    private static final double WEEKS = 52;

    /** In (0, 1) for every margin in [0, 1] and any number of weeks from 0. */
    public double of(double margin, double weeks) {
        return 1 / (1 + StrictMath.exp(-(intercept + slope * evidence(margin, weeks))));
    }

    /** The one number confidence rests on, in [0, 1]: the margin times the share of a year it was seen for. */
    public static double evidence(double margin, double weeks) {
        return margin * Math.min(weeks, WEEKS) / WEEKS;
    }
}
