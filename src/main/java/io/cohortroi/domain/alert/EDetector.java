package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.util.Arrays;

/**
 * Sequential evidence that the mean of {@code y = roi / baseline} has left [0.9, 1.1], valid at whatever time one looks
 * at it: an e-detector (Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for sequential change
 * detection", 2022) over the bets of {@link EvidenceGrid}.
 *
 * <p><b>The recursion.</b> Per bet j and event day t with the records i of that day,
 * {@code M_j <- (w + M_j) * prod_i factor_j(y_i)}; the evidence is the mean of M over the eight bets. {@code w} is the
 * number of starts that are staked anew on that day. It must be known before the day is seen: here it is the number of
 * records of the previous day that had any, 1 on the first. With one record a day this is the textbook
 * {@code M <- (1 + M) * factor}.
 *
 * <p><b>The bound.</b> Under the null the mean of every factor, given the past, is at most 1, so
 * {@code E[M_t | past] <= w_t + M_(t-1)}, and M less the sum of the w is a supermartingale. The sum of the w is never
 * more than the number of records seen: each day stakes what the day before has brought. M is set to 0 whenever it
 * alarms, which only takes away. An alarm needs M at or above the bar, so by optional stopping
 * {@code bar * E[alarms] <= E[records]}, and the sum over any number of streams obeys the same line: <b>at most one false
 * alarm per {@code bar} records on average, over all streams together, however often and however long one looks</b>.
 * The chance of any within n records is at most n / bar. Averaging over both sides keeps the bound; adding the sides up
 * would halve it.
 *
 * <p><b>What is assumed.</b> Each mean given the past lies within the null: bursts by one learner, or baselines fixed
 * after the fact, break that. How many records a day brings does not depend on their ROI beyond what the past says, or
 * the day is looked at as a whole. Downward, a coefficient of variation of at most 0.7. Lowering M at any time is valid;
 * raising it never is, so duplicates and corrections do not feed it: corrected days are folded again.
 *
 * <p>A worked number, the upward bet of stake 0.4: M = 10, w = 1, one record at y = 1.5: (1 + 10) * 1.16 = 12.76.
 */
public final class EDetector {
    /** Evidence is not counted beyond this. Lowering it is always valid, and it keeps the arithmetic finite. */
    private static final double CEILING = 1e15;

    private static final EDetector ZERO = new EDetector(new double[EvidenceGrid.BETS]);

    private final double[] bets;

    private EDetector(double[] bets) {
        this.bets = bets;
    }

    /** No evidence. */
    public static EDetector zero() {
        return ZERO;
    }

    /**
     * The evidence after one more day.
     *
     * @param starts fresh stakes of that day, at least 1, known before the day
     * @param day the sums of that day
     */
    public EDetector after(long starts, EvidenceSums day) {
        if (starts < 1) {
            throw new IllegalArgumentException("a day stakes at least 1, found " + starts);
        }
        double[] next = new double[EvidenceGrid.BETS];
        for (int bet = 0; bet < next.length; bet++) {
            next[bet] = Math.min(CEILING, (starts + bets[bet]) * StrictMath.exp(day.log(bet)));
        }
        return new EDetector(next);
    }

    /** The evidence to hold against the bar: the mean over bets and sides, from 0. */
    public double value() {
        double sum = 0;
        for (double bet : bets) {
            sum += bet;
        }
        return sum / EvidenceGrid.BETS;
    }

    public void write(BinaryWriter out) {
        for (double bet : bets) {
            out.writeDouble(bet);
        }
    }

    public static EDetector read(BinaryReader in) {
        double[] bets = new double[EvidenceGrid.BETS];
        for (int bet = 0; bet < bets.length; bet++) {
            bets[bet] = in.readDouble();
        }
        return new EDetector(bets);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EDetector detector && Arrays.equals(bets, detector.bets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bets);
    }

    @Override
    public String toString() {
        return "EDetector" + Arrays.toString(bets);
    }
}
