package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.alert.EDetector;
import io.cohortroi.domain.alert.EvidenceSums;

/** Something that watches one stream of ratios and alarms; after an alarm it starts anew. */
@FunctionalInterface
interface StreamDetector {
    /** Sees one more record. */
    boolean alarms(double ratio);

    /** The product's evidence, through the classes the product uses, one record a day. */
    static StreamDetector evidence(double bar) {
        return new StreamDetector() {
            private EDetector detector = EDetector.zero();

            @Override
            public boolean alarms(double ratio) {
                EvidenceSums record = EvidenceSums.empty();
                record.addRatio(ratio, 1);
                detector = detector.after(1, record);
                if (detector.value() < bar) {
                    return false;
                }
                detector = EDetector.zero();
                return true;
            }
        };
    }

    /** What people write first: the mean of the last records departs by more than 10 %. */
    static StreamDetector rolling(int length) {
        return new StreamDetector() {
            private final double[] last = new double[length];
            private int seen;
            private double sum;

            @Override
            public boolean alarms(double ratio) {
                int place = seen % length;
                sum += ratio - last[place];
                last[place] = ratio;
                seen++;
                if (seen < length || Math.abs(sum / length - 1) <= 0.1) {
                    return false;
                }
                java.util.Arrays.fill(last, 0);
                seen = 0;
                sum = 0;
                return true;
            }
        };
    }

    /**
     * Page's cumulative sum of the log likelihood ratio of gamma data with a known coefficient of variation: mean
     * {@code to} against mean {@code from}.
     */
    static StreamDetector cusum(double cv, double from, double to, double height) {
        double shape = 1 / (cv * cv);
        double constant = shape * StrictMath.log(from / to);
        double slope = shape * (1 / from - 1 / to);
        return new StreamDetector() {
            private double sum;

            @Override
            public boolean alarms(double ratio) {
                sum = Math.max(0, sum) + constant + slope * ratio;
                if (sum < height) {
                    return false;
                }
                sum = 0;
                return true;
            }
        };
    }

    /**
     * Generalised likelihood ratio of gamma data with a known coefficient of variation: the best mean beyond
     * {@code from}, over the last 1, 2, 3, 4, 6, 8, ... 1,024 records.
     */
    static StreamDetector glr(double cv, double from, boolean upward, double height) {
        double shape = 1 / (cv * cv);
        return new StreamDetector() {
            private static final int MASK = 2047;
            private final double[] totals = new double[MASK + 1];
            private int seen;

            @Override
            public boolean alarms(double ratio) {
                totals[(seen + 1) & MASK] = totals[seen & MASK] + ratio;
                seen++;
                for (int length = 1; length <= 1024 && length <= seen; length *= 2) {
                    if (beyond(length) || (length > 1 && length * 3 / 2 <= seen && beyond(length * 3 / 2))) {
                        seen = 0;
                        totals[0] = 0;
                        return true;
                    }
                }
                return false;
            }

            private boolean beyond(int length) {
                double relative = (totals[seen & MASK] - totals[(seen - length) & MASK]) / length / from;
                boolean departs = upward ? relative > 1 : relative < 1 && relative > 0;
                return departs && length * shape * (relative - 1 - StrictMath.log(relative)) >= height;
            }
        };
    }
}
