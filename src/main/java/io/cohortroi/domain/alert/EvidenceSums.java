package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/**
 * The evidence of many records of one scope and day: per bet of {@link EvidenceGrid} the sum of the logarithms of its
 * factors, as whole billionths. Whole numbers add in any order and subtract exactly, so the sums of a corrected record
 * end as if only its final version had ever been seen. Every logarithm is rounded down: the evidence is never
 * overstated. A long holds the sums of 3 billion records.
 *
 * <p>A worked number: a record of ROI 2.25 against a baseline of 1.5 adds floor(1e9 ln 1.16) = 148,420,005 to the
 * upward bet of stake 0.4; removing that record takes the same number away.
 */
public final class EvidenceSums {
    private static final double SCALE = 1e9;

    private final long[] logs;

    private EvidenceSums(long[] logs) {
        this.logs = logs;
    }

    public static EvidenceSums empty() {
        return new EvidenceSums(new long[EvidenceGrid.BETS]);
    }

    /**
     * @param roi the multiplier of the record, at least 0
     * @param baseline what was expected of it, fixed before the record was seen, above 0
     * @param sign +1 adds the record, -1 takes it away
     */
    public void add(BigDecimal roi, BigDecimal baseline, int sign) {
        if (roi.signum() < 0 || baseline.signum() <= 0) {
            throw new IllegalArgumentException(
                    "evidence needs a multiplier >= 0 and a baseline > 0, found " + roi + " and " + baseline);
        }
        if (sign != 1 && sign != -1) {
            throw new IllegalArgumentException("a record is added (1) or taken away (-1), found " + sign);
        }
        addRatio(roi.divide(baseline, MathContext.DECIMAL64).doubleValue(), sign);
    }

    /** The same for a ratio that is known already: ROI over baseline, at least 0. */
    public void addRatio(double ratio, int sign) {
        for (int bet = 0; bet < EvidenceGrid.BETS; bet++) {
            long log = (long) Math.floor(StrictMath.log(EvidenceGrid.factor(bet, ratio)) * SCALE);
            logs[bet] = Math.addExact(logs[bet], sign * log);
        }
    }

    public void merge(EvidenceSums other) {
        for (int bet = 0; bet < EvidenceGrid.BETS; bet++) {
            logs[bet] = Math.addExact(logs[bet], other.logs[bet]);
        }
    }

    /** The logarithm of what these records multiply a bet by. */
    public double log(int bet) {
        return logs[bet] / SCALE;
    }

    public boolean isZero() {
        return Arrays.stream(logs).allMatch(log -> log == 0);
    }

    public EvidenceSums copy() {
        return new EvidenceSums(logs.clone());
    }

    public void write(BinaryWriter out) {
        for (long log : logs) {
            out.writeSigned(log);
        }
    }

    public static EvidenceSums read(BinaryReader in) {
        long[] logs = new long[EvidenceGrid.BETS];
        for (int bet = 0; bet < logs.length; bet++) {
            logs[bet] = in.readSigned();
        }
        return new EvidenceSums(logs);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EvidenceSums sums && Arrays.equals(logs, sums.logs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(logs);
    }

    @Override
    public String toString() {
        return "EvidenceSums" + Arrays.toString(logs);
    }
}
