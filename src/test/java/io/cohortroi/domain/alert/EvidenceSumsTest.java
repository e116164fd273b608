package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceSumsTest {
    private static final long SEED = 7;

    @Test
    void shouldAddTheFloorOfTheLogarithmOfTheWorkedNumber() {
        EvidenceSums sums = EvidenceSums.empty();
        sums.add(new BigDecimal("2.25"), new BigDecimal("1.5"), 1);

        assertThat(sums.log(2)).isEqualTo(0.148420005);
    }

    @Test
    void shouldGiveTheSameInEveryOrderSplitAndAfterTakingBack() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            List<BigDecimal> kept = ratios(random, 1 + random.nextInt(40));
            List<BigDecimal> takenBack = ratios(random, random.nextInt(20));
            EvidenceSums expected = EvidenceSums.empty();
            kept.forEach(ratio -> expected.add(ratio, BigDecimal.ONE, 1));

            EvidenceSums[] parts = {EvidenceSums.empty(), EvidenceSums.empty(), EvidenceSums.empty()};
            List<Runnable> actions = new ArrayList<>();
            kept.forEach(ratio -> actions.add(() -> parts[random.nextInt(3)].add(ratio, BigDecimal.ONE, 1)));
            takenBack.forEach(ratio -> {
                actions.add(() -> parts[random.nextInt(3)].add(ratio, BigDecimal.ONE, 1));
                actions.add(() -> parts[random.nextInt(3)].add(ratio, BigDecimal.ONE, -1));
            });
            Collections.shuffle(actions, random);
            actions.forEach(Runnable::run);
            parts[0].merge(parts[2]);
            parts[0].merge(parts[1]);

            assertThat(parts[0])
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(expected)
                    .hasSameHashCodeAs(expected);
        }
    }

    @Test
    void shouldBeZeroAgainWhenEverythingWasTakenAway() {
        EvidenceSums sums = EvidenceSums.empty();
        sums.add(new BigDecimal("1.92"), new BigDecimal("1.6"), 1);
        assertThat(sums.isZero()).isFalse();

        sums.add(new BigDecimal("1.92"), new BigDecimal("1.6"), -1);

        assertThat(sums.isZero()).isTrue();
    }

    @Test
    void shouldSurviveWritingAndReading() {
        EvidenceSums sums = EvidenceSums.empty();
        ratios(new Random(SEED), 30).forEach(ratio -> sums.add(ratio, BigDecimal.ONE, 1));
        BinaryWriter out = new BinaryWriter();
        sums.write(out);
        BinaryReader in = new BinaryReader(out.toByteArray());

        assertThat(EvidenceSums.read(in)).isEqualTo(sums);
        in.requireEnd();
    }

    @Test
    void shouldRefuseWhatIsNoEvidence() {
        EvidenceSums sums = EvidenceSums.empty();

        assertThatThrownBy(() -> sums.add(new BigDecimal("-1"), BigDecimal.ONE, 1))
                .hasMessageContaining("found -1");
        assertThatThrownBy(() -> sums.add(BigDecimal.ONE, BigDecimal.ZERO, 1)).hasMessageContaining("and 0");
        assertThatThrownBy(() -> sums.add(BigDecimal.ONE, BigDecimal.ONE, 2)).hasMessageContaining("found 2");
    }

    private static List<BigDecimal> ratios(Random random, int count) {
        List<BigDecimal> ratios = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ratios.add(BigDecimal.valueOf(random.nextInt(5_000_000), 6));
        }
        return ratios;
    }
}
