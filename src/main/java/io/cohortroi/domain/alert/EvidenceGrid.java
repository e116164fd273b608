package io.cohortroi.domain.alert;

/**
 * The bets of the detector: four stakes upward, four downward. A bet multiplies the evidence of its side by a factor
 * whose mean is at most 1 as long as the mean of {@code y = roi / baseline}, given the past, lies in [0.9, 1.1].
 *
 * <table>
 * <caption>factor of one record, y in units of the baseline</caption>
 * <tr><th>side</th><th>factor</th><th>why its mean is at most 1 under the null</th></tr>
 * <tr><td>up</td><td>{@code 1 + s (min(y, 6) - 1.1)}</td><td>clipping from above only lowers the mean of y</td></tr>
 * <tr><td>down</td><td>{@code 1 + s (edge - min(y, cap))}</td><td>{@code E min(y, cap) = E y - E (y - cap)+ >= edge}</td></tr>
 * </table>
 *
 * <p>Downward {@code cap = edge + 0.95 / s}, so that no factor is below 0.048, and {@code edge = 0.9 - E (y - cap)+}, rounded
 * down, for the heaviest law that is declared: lognormal with a coefficient of variation of at most 0.7. Beyond that the bound weakens
 * (lognormal, 1.0: run length 0.6 c at c = 10,000). Upward nothing is assumed but {@code y >= 0}.
 *
 * <p>A worked number: y = 1.5 at stake 0.4 gives 1 + 0.4 (1.5 - 1.1) = 1.16 upward and
 * 1 + 0.4 (0.8920 - 1.5) = 0.7568 downward.
 */
public final class EvidenceGrid {
    /** Four stakes upward, then the same four downward. */
    public static final int BETS = 8;

    private static final double UP_EDGE = 1.1;
    private static final double UP_CAP = 6.0;

    private EvidenceGrid() {}

    /** Whether the bet wins when ROI is above what is expected. */
    public static boolean isUpward(int bet) {
        return bet < BETS / 2;
    }

    /**
     * What one record multiplies a bet by: from 0.048 to 4.92.
     *
     * @param bet 0..3 upward, 4..7 downward
     * @param ratio ROI over the baseline of the record, at least 0
     */
    public static double factor(int bet, double ratio) {
        return switch (bet) {
            case 0 -> up(0.1, ratio);
            case 1 -> up(0.2, ratio);
            case 2 -> up(0.4, ratio);
            case 3 -> up(0.8, ratio);
            case 4 -> down(0.1, 0.8999, 10.4, ratio);
            case 5 -> down(0.2, 0.8992, 5.65, ratio);
            case 6 -> down(0.4, 0.8920, 3.27, ratio);
            case 7 -> down(0.8, 0.8625, 2.05, ratio);
            default -> throw new IllegalArgumentException("a bet lies in 0..7, found " + bet);
        };
    }

    private static double up(double stake, double ratio) {
        return 1 + stake * (Math.min(ratio, UP_CAP) - UP_EDGE);
    }

    private static double down(double stake, double edge, double cap, double ratio) {
        return 1 + stake * (edge - Math.min(ratio, cap));
    }
}
