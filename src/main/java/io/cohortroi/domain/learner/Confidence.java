package io.cohortroi.domain.learner;

/**
 * How sure an assessment is: the chance that it still holds when the whole history is known, 1 / (1 + e^-x) with
 * {@code x = slope * margin * weeks / 52}. Where nothing tells the best match from the second best it is a coin's: 0.5, the lowest there is. A
 * lead counts for more the longer it has held; a lead without time and time without a lead say nothing.
 *
 * <p>Worked, with slope 70: a margin of 0.1 after 13 weeks gives x = 1.75 and a confidence of 0.852.
 *
 * @param slope above 0; fitted, since it says how fast people change
 */
public record Confidence(double slope) {
    private static final double WEEKS = 52;

    /** In [0.5, 1] for every margin in [0, 1] and any number of weeks from 0; beyond 52 weeks nothing is added. */
    public double of(double margin, double weeks) {
        return 1 / (1 + StrictMath.exp(-slope * evidence(margin, weeks)));
    }

    /** The one number confidence rests on, in [0, 1]: the margin times the share of a year it was seen for. */
    public static double evidence(double margin, double weeks) {
        return margin * Math.min(weeks, WEEKS) / WEEKS;
    }
}
