package io.cohortroi.domain.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileSketchTest {
    private static final long SEED = 20251020;

    @Test
    void shouldHaveNoQuantilesWhenEmpty() {
        QuantileSketch sketch = QuantileSketch.empty();

        assertThat(sketch.isEmpty()).isTrue();
        assertThat(sketch.count()).isZero();
        assertThat(sketch.quantile(0.5)).isEmpty();
        assertThat(sketch.medianAbsoluteDeviation()).isEmpty();
    }

    @Test
    void shouldReportWorkedNumber() {
        QuantileSketch sketch = sketchOf("1.92");

        assertThat(sketch.quantile(0.5).getAsDouble()).isEqualTo(1.9372, within(0.0001));
        assertThat(sketch.medianAbsoluteDeviation()).hasValue(0);
    }

    @Test
    void shouldTakeNearestRank() {
        QuantileSketch sketch = sketchOf("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

        assertThat(sketch.quantile(0).getAsDouble()).isEqualTo(1, within(0.01));
        assertThat(sketch.quantile(0.1).getAsDouble()).isEqualTo(1, within(0.01));
        assertThat(sketch.quantile(0.5).getAsDouble()).isEqualTo(5, within(0.05));
        assertThat(sketch.quantile(0.51).getAsDouble()).isEqualTo(6, within(0.06));
        assertThat(sketch.quantile(0.9).getAsDouble()).isEqualTo(9, within(0.09));
        assertThat(sketch.quantile(1).getAsDouble()).isEqualTo(10, within(0.1));
    }

    @Test
    void shouldTakeQuantileAsDecimalNotAsBinaryFraction() {
        QuantileSketch sketch = QuantileSketch.empty();
        sketch.add(BigDecimal.ONE, 99);
        sketch.add(BigDecimal.TEN, 11);

        // 0.9 · 110 is 99.00000000000001 in doubles, which would be the hundredth value.
        assertThat(sketch.quantile(0.9).getAsDouble()).isEqualTo(1, within(0.01));
    }

    @Test
    void shouldKeepZeroExactAndStateWhatLiesOutside() {
        assertThat(sketchOf("0", "0.000", "5").quantile(0.5)).hasValue(0);
        assertThat(sketchOf("0.000000000001").quantile(0.5)).hasValue(0.00005);
        assertThat(sketchOf("1e30").quantile(0.5)).hasValue(1e12);
        assertThat(sketchOf("0.0001").quantile(0.5).getAsDouble()).isEqualTo(0.0001, within(0.000001));
        assertThat(sketchOf("999999999999.999999999999").quantile(0.5).getAsDouble())
                .isEqualTo(1e12, within(1e10));
    }

    @Test
    void shouldStayWithinStatedErrorAtEveryBucketEdge() {
        BigDecimal growth = new BigDecimal("1.02");
        BigDecimal edge = new BigDecimal("0.0001");
        BigDecimal ulp = new BigDecimal("0.000000000001");
        while (edge.compareTo(new BigDecimal("1e12")) < 0) {
            for (BigDecimal value : List.of(edge, edge.subtract(ulp), edge.add(ulp))) {
                if (value.compareTo(new BigDecimal("0.0001")) >= 0) {
                    assertWithinStatement(sketchOf(value.toPlainString()), 0.5, value.doubleValue());
                }
            }
            edge = edge.multiply(growth).round(new MathContext(40));
        }
    }

    @Test
    void shouldStayWithinStatementAfterAMillionAddsMovesAndRemovals() {
        System.out.println("QuantileSketchTest seed " + SEED);
        Random random = new Random(SEED);
        int operations = 1_000_000;
        long[] from = new long[operations];
        long[] to = new long[operations];
        int fromSize = 0;
        int toSize = 0;
        QuantileSketch fromSketch = QuantileSketch.empty();
        QuantileSketch toSketch = QuantileSketch.empty();
        for (int i = 0; i < operations; i++) {
            int dice = random.nextInt(10);
            if (dice < 7 || fromSize == 0) {
                long value = multiplier(random);
                from[fromSize++] = value;
                fromSketch.add(BigDecimal.valueOf(value, 12), 1);
            } else {
                int at = random.nextInt(fromSize);
                long value = from[at];
                from[at] = from[--fromSize];
                fromSketch.add(BigDecimal.valueOf(value, 12), -1);
                if (dice < 9) {
                    to[toSize++] = value;
                    toSketch.add(BigDecimal.valueOf(value, 12), 1);
                }
            }
        }

        assertQuantiles(fromSketch, from, fromSize);
        assertQuantiles(toSketch, to, toSize);
        assertThat(bytes(fromSketch).length).isLessThanOrEqualTo(1024);
        assertThat(bytes(toSketch).length).isLessThanOrEqualTo(1024);
        System.out.println("sketch bytes after a million operations: " + bytes(fromSketch).length + " of "
                + fromSketch.count() + " values, " + bytes(toSketch).length + " of " + toSketch.count());
    }

    @Test
    void shouldStayUnderFourKilobytesOverSixteenDecades() {
        Random random = new Random(SEED);
        QuantileSketch sketch = QuantileSketch.empty();
        for (int i = 0; i < 100_000; i++) {
            sketch.add(BigDecimal.valueOf(StrictMath.pow(10, random.nextDouble() * 16 - 4)), 100);
        }

        assertThat(bytes(sketch).length).isBetween(2_000, 4_096);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldEndEqualInAnyOrderSplitAndMerge(long seed) {
        Random random = new Random(seed);
        List<BigDecimal> kept = new ArrayList<>();
        List<BigDecimal> withdrawn = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            (random.nextInt(4) == 0 ? withdrawn : kept).add(BigDecimal.valueOf(multiplier(random), 12));
        }
        QuantileSketch expected = QuantileSketch.empty();
        kept.forEach(value -> expected.add(value, 1));

        record Change(BigDecimal value, long count) {}
        List<Change> changes = new ArrayList<>();
        kept.forEach(value -> changes.add(new Change(value, 1)));
        withdrawn.forEach(value -> changes.addAll(List.of(new Change(value, 1), new Change(value, -1))));
        Collections.shuffle(changes, random);
        List<QuantileSketch> parts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            parts.add(QuantileSketch.empty());
        }
        for (Change change : changes) {
            parts.get(random.nextInt(parts.size())).add(change.value(), change.count());
        }
        Collections.shuffle(parts, random);
        QuantileSketch merged = QuantileSketch.empty();
        parts.forEach(part -> merged.merge(roundTrip(part)));

        assertThat(bytes(merged)).as("seed %d", seed).isEqualTo(bytes(expected));
        assertThat(merged).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(merged.count()).isEqualTo(kept.size());
    }

    @Test
    void shouldFormAGroup() {
        QuantileSketch sketch = sketchOf("0", "0.00001", "1.92", "1.92", "1e9");
        QuantileSketch other = sketchOf("1.92", "7");

        QuantileSketch back = sketch.copy();
        back.merge(other);
        back.merge(other.negated());
        assertThat(back).isEqualTo(sketch);

        back.merge(sketch.negated());
        assertThat(back.isEmpty()).isTrue();
        assertThat(bytes(back)).isEqualTo(bytes(QuantileSketch.empty()));
        assertThat(sketch.count()).isEqualTo(5);
    }

    @Test
    void shouldLeaveTheMergedSketchAlone() {
        QuantileSketch sketch = sketchOf("1");
        QuantileSketch delta = sketchOf("2");
        sketch.merge(delta);
        sketch.add(new BigDecimal("2"), 1);

        assertThat(delta).isEqualTo(sketchOf("2"));
    }

    @Test
    void shouldRoundTripPartialSketches() {
        QuantileSketch partial = QuantileSketch.empty();
        partial.add(new BigDecimal("1.5"), -3);
        partial.add(new BigDecimal("2.5"), 3);

        assertThat(partial.count()).isZero();
        assertThat(partial.isEmpty()).isFalse();
        assertThat(roundTrip(partial)).isEqualTo(partial);
        assertThatIllegalStateException()
                .isThrownBy(() -> partial.quantile(0.5))
                .withMessageContaining("holds -3");
    }

    @Test
    void shouldFindMedianAbsoluteDeviation() {
        // Median 3; distances 2 1 0 1 97: their median is 1.
        QuantileSketch sketch = sketchOf("1", "2", "3", "4", "100");

        assertThat(sketch.medianAbsoluteDeviation().getAsDouble()).isEqualTo(1, within(0.01 * (2 * 3 + 1)));
    }

    @Test
    void shouldKeepMedianAbsoluteDeviationWithinItsStatement() {
        Random random = new Random(SEED);
        for (int size : new int[] {1, 2, 3, 10, 101, 5_000}) {
            QuantileSketch sketch = QuantileSketch.empty();
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                long value = multiplier(random);
                values[i] = value / 1e12;
                sketch.add(BigDecimal.valueOf(value, 12), 1);
            }
            double median = nearestRank(values, 0.5);
            double exact = nearestRank(
                    Arrays.stream(values).map(v -> Math.abs(v - median)).toArray(), 0.5);

            assertThat(sketch.medianAbsoluteDeviation().getAsDouble())
                    .as("size %d, seed %d", size, SEED)
                    .isEqualTo(exact, within(0.01 * (2 * median + exact)));
        }
    }

    @Test
    void shouldRefuseNegativeValuesAndQuantilesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileSketch.empty().add(new BigDecimal("-0.1"), 1))
                .withMessageContaining("-0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sketchOf("1").quantile(1.5))
                .withMessageContaining("1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> sketchOf("1").quantile(Double.NaN));
    }

    @Test
    void shouldRefuseGarbage() {
        // signed flag 2; a run beyond the last bucket; empty ends; runs too close; a needless sign; no end
        for (byte[] garbage : List.of(
                new byte[] {2, 0},
                new byte[] {0, 1, (byte) 0xFF, 0x7F, 1, 0},
                new byte[] {0, 2, 5, 1, 0, 0},
                new byte[] {0, 2, 5, 0, 1, 0},
                new byte[] {0, 1, 5, 1, 1, 2, 1, 0},
                new byte[] {1, 1, 5, 2, 0},
                new byte[] {0, 1, 5, 1},
                new byte[] {})) {
            assertThatExceptionOfType(MalformedStateException.class)
                    .as(Arrays.toString(garbage))
                    .isThrownBy(() -> QuantileSketch.read(new BinaryReader(garbage)));
        }
    }

    @Test
    void shouldReadEveryAcceptedByteStringToItself() {
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(6)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = (byte) random.nextInt(random.nextBoolean() ? 5 : 256);
            }
            BinaryReader in = new BinaryReader(bytes);
            QuantileSketch sketch;
            try {
                sketch = QuantileSketch.read(in);
                in.requireEnd();
            } catch (MalformedStateException e) {
                continue;
            }
            accepted++;
            assertThat(roundTrip(sketch)).isEqualTo(sketch);
        }
        assertThat(accepted).isPositive();
    }

    /** Mostly lognormal around 1.5 with a coefficient of variation near 0.7, some zeros, some huge. */
    private static long multiplier(Random random) {
        int dice = random.nextInt(1000);
        if (dice < 20) {
            return 0;
        }
        double value = dice < 22 ? 10 + random.nextInt(90) : 1.5 * StrictMath.exp(0.63 * random.nextGaussian() - 0.2);
        return (long) (value * 1e12);
    }

    private static void assertQuantiles(QuantileSketch sketch, long[] values, int size) {
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        assertThat(sketch.count()).isEqualTo(size);
        for (double q : new double[] {0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1}) {
            int rank = BigDecimal.valueOf(q)
                    .multiply(BigDecimal.valueOf(size))
                    .setScale(0, RoundingMode.CEILING)
                    .max(BigDecimal.ONE)
                    .intValueExact();
            assertWithinStatement(sketch, q, new BigDecimal(BigInteger.valueOf(sorted[rank - 1]), 12).doubleValue());
        }
    }

    private static void assertWithinStatement(QuantileSketch sketch, double q, double exact) {
        assertThat(sketch.quantile(q).getAsDouble())
                .as("quantile %s, exactly %s", q, exact)
                .isEqualTo(exact, within(exact * QuantileSketch.RELATIVE_ERROR));
    }

    private static double nearestRank(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(1, (int) Math.ceil(q * sorted.length)) - 1];
    }

    private static QuantileSketch sketchOf(String... values) {
        QuantileSketch sketch = QuantileSketch.empty();
        for (String value : values) {
            sketch.add(new BigDecimal(value), 1);
        }
        return sketch;
    }

    private static byte[] bytes(QuantileSketch sketch) {
        BinaryWriter out = new BinaryWriter();
        sketch.write(out);
        return out.toByteArray();
    }

    private static QuantileSketch roundTrip(QuantileSketch sketch) {
        BinaryReader in = new BinaryReader(bytes(sketch));
        QuantileSketch back = QuantileSketch.read(in);
        in.requireEnd();
        return back;
    }
}
