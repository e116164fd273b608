package io.cohortroi.domain.metrics;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Count, sum and sum of squares of some values, in integers: a group, so that what was added can be subtracted without a
 * trace.
 *
 * @param n how many values
 * @param sum in units of 1e-12
 * @param squares in units of 1e-24
 */
public record Moments(long n, BigInteger sum, BigInteger squares) {
    private static final int SCALE = 12;

    public static final Moments ZERO = new Moments(0, BigInteger.ZERO, BigInteger.ZERO);

    /** @param value with at most 12 decimals; more are rounded half up */
    public static Moments of(BigDecimal value) {
        BigInteger units = value.setScale(SCALE, RoundingMode.HALF_UP).unscaledValue();
        return new Moments(1, units, units.multiply(units));
    }

    /** Things that are only counted. */
    public static Moments count(long n) {
        return new Moments(n, BigInteger.ZERO, BigInteger.ZERO);
    }

    public Moments plus(Moments other) {
        return new Moments(Math.addExact(n, other.n), sum.add(other.sum), squares.add(other.squares));
    }

    public Moments negated() {
        return new Moments(-n, sum.negate(), squares.negate());
    }

    /** Added where {@code sign} is +1, to be taken back where it is -1. */
    public Moments signed(int sign) {
        return sign < 0 ? negated() : this;
    }

    public boolean isZero() {
        return n == 0 && sum.signum() == 0 && squares.signum() == 0;
    }

    public BigDecimal total() {
        return new BigDecimal(sum, SCALE);
    }

    /** Worked: the values 1 and 3 are n 2, mean 2, deviation 1. Absent without values. */
    public Optional<Sample> sample() {
        if (n <= 0) {
            return Optional.empty();
        }
        BigDecimal count = BigDecimal.valueOf(n);
        BigInteger spread = squares.multiply(BigInteger.valueOf(n)).subtract(sum.multiply(sum));
        // The root is taken of an integer 10^12 times finer than the result, so that one rounding is left.
        BigInteger root = spread.max(BigInteger.ZERO)
                .multiply(BigInteger.TEN.pow(2 * SCALE))
                .sqrt();
        return Optional.of(new Sample(
                n,
                Decimals.ratio(new BigDecimal(sum, SCALE), count),
                Decimals.ratio(new BigDecimal(root, 2 * SCALE), count)));
    }

    public void write(BinaryWriter out) {
        out.writeSigned(n).writeBigInteger(sum).writeBigInteger(squares);
    }

    public static Moments read(BinaryReader in) {
        return new Moments(in.readSigned(), in.readBigInteger(), in.readBigInteger());
    }
}
