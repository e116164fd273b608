package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EDetectorTest {
    private static final long SEED = 11;

    @Test
    void shouldFollowTheTextbookRecursionWithOneRecordADay() {
        Random random = new Random(SEED);
        EDetector detector = EDetector.zero();
        double[] textbook = new double[EvidenceGrid.BETS];
        for (int record = 0; record < 300; record++) {
            double ratio = 2.4 * random.nextDouble();
            detector = detector.after(1, day(ratio));
            double sum = 0;
            for (int bet = 0; bet < textbook.length; bet++) {
                textbook[bet] = (1 + textbook[bet]) * EvidenceGrid.factor(bet, ratio);
                sum += textbook[bet];
            }
            assertThat(detector.value()).as("record %d", record).isCloseTo(sum / 8, offset(1e-5 * (1 + sum)));
        }
    }

    @Test
    void shouldNotGainMoreThanItsStakesOnAverageAtTheEdgeOfTheNull() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            EDetector before = EDetector.zero();
            for (int past = random.nextInt(30); past > 0; past--) {
                before = before.after(1 + random.nextInt(5), day(2 * random.nextDouble()));
            }
            long starts = 1L + random.nextInt(20);
            boolean upward = random.nextBoolean();
            double mean = upward ? 1.1 : 0.9;
            double low = mean * random.nextDouble();
            double high = mean + (2.05 - mean) * random.nextDouble();
            double up = (mean - low) / (high - low);

            double expectation = 0;
            for (int ups = 0; ups <= 3; ups++) {
                double chance = choose(ups) * Math.pow(up, ups) * Math.pow(1 - up, 3.0 - ups);
                EvidenceSums sums = EvidenceSums.empty();
                for (int record = 0; record < 3; record++) {
                    sums.addRatio(record < ups ? high : low, 1);
                }
                expectation += chance * before.after(starts, sums).value();
            }

            assertThat(expectation)
                    .as("seed %d, round %d, %s from %s to %s", SEED, round, before, low, high)
                    .isLessThanOrEqualTo((starts + before.value()) * (1 + 1e-9));
        }
    }

    @Test
    void shouldStayFiniteAndForgiveAfterAnAbsurdDay() {
        EvidenceSums absurd = EvidenceSums.empty();
        for (int record = 0; record < 10_000; record++) {
            absurd.addRatio(6, 1);
        }
        EDetector after = EDetector.zero().after(1, absurd);

        assertThat(after.value()).isBetween(1e14, 1e15);
        assertThat(after.after(1, day(1)).value()).isFinite();
    }

    @Test
    void shouldStartWithoutEvidenceAndSurviveWritingAndReading() {
        assertThat(EDetector.zero().value()).isZero();
        EDetector detector = EDetector.zero().after(3, day(1.7));
        BinaryWriter out = new BinaryWriter();
        detector.write(out);

        assertThat(EDetector.read(new BinaryReader(out.toByteArray()))).isEqualTo(detector);
        assertThatThrownBy(() -> detector.after(0, day(1))).hasMessageContaining("found 0");
    }

    private static EvidenceSums day(double ratio) {
        EvidenceSums sums = EvidenceSums.empty();
        sums.addRatio(ratio, 1);
        return sums;
    }

    private static double choose(int ups) {
        return ups == 0 || ups == 3 ? 1 : 3;
    }
}
