package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigInteger;

/**
 * Sums of some completions that have a multiplier.
 *
 * @param roiSum sum of the multipliers, in units of 1e-12
 * @param expectedSum sum of the baselines applied, in units of 1e-12
 */
public record GroupSums(long n, BigInteger roiSum, BigInteger expectedSum) {
    public static final GroupSums ZERO = new GroupSums(0, BigInteger.ZERO, BigInteger.ZERO);

    public GroupSums plus(GroupSums other) {
        return new GroupSums(n + other.n, roiSum.add(other.roiSum), expectedSum.add(other.expectedSum));
    }

    /** Observed less expected, in units of 1e-12. */
    public BigInteger departure() {
        return roiSum.subtract(expectedSum);
    }

    boolean isZero() {
        return n == 0 && roiSum.signum() == 0 && expectedSum.signum() == 0;
    }

    void write(BinaryWriter out) {
        out.writeSigned(n).writeBigInteger(roiSum).writeBigInteger(expectedSum);
    }

    static GroupSums read(BinaryReader in) {
        return new GroupSums(in.readSigned(), in.readBigInteger(), in.readBigInteger());
    }
}
