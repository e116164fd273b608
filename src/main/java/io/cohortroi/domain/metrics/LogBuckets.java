package io.cohortroi.domain.metrics;

import java.math.BigDecimal;

/**
 * The fixed buckets of every sketch: one for 0, one for (0, 0.0001), then each 2 % wider than the one below up to
 * 10^12, and one for all from there. They never change with the data, or counts could not be taken back.
 */
final class LogBuckets {
    private static final BigDecimal SMALLEST = new BigDecimal("0.0001");
    private static final BigDecimal LARGEST = new BigDecimal("1e12");
    private static final double GROWTH = 1.02;
    private static final double LOG_GROWTH = StrictMath.log(GROWTH);

    private static final int ZERO = 0;
    private static final int TINY = 1;
    private static final int FIRST = 2;
    private static final int LAST = FIRST + (int) StrictMath.ceil(StrictMath.log(1e16) / LOG_GROWTH);

    /** 1,864: two below, 1,861 logarithmic ones, one above. */
    static final int COUNT = LAST + 1;

    private LogBuckets() {}

    /** @throws IllegalArgumentException if the value is negative */
    static int bucketOf(BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException("a sketch holds values of at least 0, found " + value.toPlainString());
        }
        if (value.signum() == 0) {
            return ZERO;
        }
        if (value.compareTo(SMALLEST) < 0) {
            return TINY;
        }
        if (value.compareTo(LARGEST) >= 0) {
            return LAST;
        }
        // StrictMath and the correctly rounded doubleValue give every platform the same bucket. The last bits may put
        // a value beside its bucket by a part in 10^13, far less than the 0.0099 % left between 0.9901 % and 1 %.
        double steps = StrictMath.log(value.doubleValue() * 1e4) / LOG_GROWTH;
        return Math.min(LAST - 1, FIRST + (int) StrictMath.floor(Math.max(0, steps)));
    }

    /** Where the relative distance to both ends of the bucket is the same. */
    static double valueOf(int bucket) {
        if (bucket == ZERO) {
            return 0;
        }
        if (bucket == TINY) {
            return 0.00005;
        }
        if (bucket == LAST) {
            return 1e12;
        }
        return 1e-4 * StrictMath.pow(GROWTH, bucket - FIRST) * (2 * GROWTH / (1 + GROWTH));
    }
}
