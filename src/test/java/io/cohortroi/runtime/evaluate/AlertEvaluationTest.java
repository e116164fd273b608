package io.cohortroi.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AlertEvaluationTest {
    private static final long SEED = 3;

    @Test
    void shouldDrawLawsOfMeanOneAndTheirCoefficientOfVariation() {
        for (RatioLaw law : List.of(
                RatioLaw.gamma(0.3),
                RatioLaw.gamma(0.7),
                RatioLaw.lognormal(0.5),
                RatioLaw.ofRecords(List.of(1.0, 2.0, 4.5)))) {
            SplittableRandom random = new SplittableRandom(SEED);
            double sum = 0;
            double squares = 0;
            int n = 200_000;
            for (int i = 0; i < n; i++) {
                double value = law.draw(random);
                sum += value;
                squares += value * value;
            }
            double mean = sum / n;
            assertThat(mean).as("%s, seed %d", law, SEED).isBetween(0.99, 1.01);
            assertThat(Math.sqrt(squares / n - mean * mean) / mean)
                    .as("%s, seed %d", law, SEED)
                    .isBetween(0.97 * law.cv(), 1.03 * law.cv());
        }
    }

    @Test
    void shouldCatchADetectorThatAlarmsTooOften() {
        RunLength.Seen broken = RunLength.untilAlarms(
                () -> StreamDetector.evidence(250),
                1,
                RatioLaw.gamma(0.5),
                1.1,
                100,
                10_000_000,
                new SplittableRandom(SEED));

        assertThat(broken.recordsPerAlarm())
                .as("a quarter of the bar does not hold the bound")
                .isLessThan(1_000);
    }

    @Test
    void shouldAlarmOnTheRollingMeanOnlyOnceItIsFull() {
        StreamDetector rolling = StreamDetector.rolling(30);
        for (int i = 0; i < 29; i++) {
            assertThat(rolling.alarms(2)).isFalse();
        }
        assertThat(rolling.alarms(2)).isTrue();
        assertThat(rolling.alarms(2)).as("it starts anew").isFalse();
    }

    @Test
    void shouldTuneARivalToTheRunLengthAskedFor() {
        RatioLaw law = RatioLaw.gamma(0.5);
        double height = RunLength.tuned(
                each -> StreamDetector.cusum(0.5, 1.1, 1.25, each), law, 1.1, 200, 400, new SplittableRandom(SEED));

        assertThat(RunLength.untilAlarms(
                                () -> StreamDetector.cusum(0.5, 1.1, 1.25, height),
                                1,
                                law,
                                1.1,
                                1_000,
                                Long.MAX_VALUE,
                                new SplittableRandom(SEED + 1))
                        .recordsPerAlarm())
                .isBetween(170.0, 240.0);
    }

    @Test
    void shouldFindALargeShiftWithTheLikelihoodRatioInBothDirections() {
        for (boolean upward : new boolean[] {true, false}) {
            StreamDetector glr = StreamDetector.glr(0.5, upward ? 1.1 : 0.9, upward, 5);
            int seen = 1;
            while (!glr.alarms(upward ? 2 : 0.4)) {
                seen++;
                assertThat(seen).isLessThan(20);
            }
            StreamDetector other = StreamDetector.glr(0.5, upward ? 1.1 : 0.9, upward, 5);
            for (int i = 0; i < 3_000; i++) {
                assertThat(other.alarms(1)).isFalse();
            }
        }
    }

    @Test
    void shouldCountAStreamThatNeverAlarmsAsMissed() {
        RunLength.Delays delays = RunLength.delays(
                () -> ratio -> false, 4, 10, RatioLaw.gamma(0.5), record -> 2, 50, new SplittableRandom(SEED));

        assertThat(delays.missed()).isEqualTo(1);
        assertThat(delays.median()).isInfinite();
    }
}
