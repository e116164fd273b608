package io.cohortroi.domain.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class CostSpreadTest {
    private static final long SEED = 20251020;

    @Test
    void shouldGiveLeftoverToTheFirstOfEqualRemainders() {
        Map<String, BigDecimal> costs = Map.of("c", BigDecimal.ONE, "a", BigDecimal.ONE, "b", BigDecimal.ONE);

        assertThat(CostSpread.of(BigDecimal.TEN, costs, 2))
                .isEqualTo(
                        Map.of("a", new BigDecimal("3.34"), "b", new BigDecimal("3.33"), "c", new BigDecimal("3.33")));
    }

    @Test
    void shouldSpreadInProportion() {
        Map<String, BigDecimal> costs = Map.of("a", new BigDecimal("300"), "b", new BigDecimal("100"));

        assertThat(CostSpread.of(new BigDecimal("-2.00"), costs, 2))
                .isEqualTo(Map.of("a", new BigDecimal("-1.50"), "b", new BigDecimal("-0.50")));
    }

    @Test
    void shouldSpreadEquallyWhereNothingWasCharged() {
        Map<String, BigDecimal> costs = Map.of("a", BigDecimal.ZERO, "b", BigDecimal.ZERO);

        assertThat(CostSpread.of(new BigDecimal("0.03"), costs, 2))
                .isEqualTo(Map.of("a", new BigDecimal("0.02"), "b", new BigDecimal("0.01")));
    }

    @Test
    void shouldAddUpToTheLastUnitAndTakeNobodyBelowZero() {
        Random random = new Random(SEED);
        for (int round = 0; round < 1_000; round++) {
            Map<String, BigDecimal> costs = new HashMap<>();
            for (int i = 0; i <= random.nextInt(30); i++) {
                costs.put("c" + i, BigDecimal.valueOf(random.nextInt(100_000), 2));
            }
            BigDecimal total = costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal adjustment = BigDecimal.valueOf(random.nextInt(1_000_000), 2);
            BigDecimal credit = total.min(adjustment).negate();

            assertThat(sum(CostSpread.of(adjustment, costs, 2)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualByComparingTo(adjustment);
            SortedMap<String, BigDecimal> credits = CostSpread.of(credit, costs, 2);
            assertThat(sum(credits)).isEqualByComparingTo(credit);
            credits.forEach((key, change) -> assertThat(
                            costs.getOrDefault(key, BigDecimal.ZERO).add(change))
                    .isGreaterThanOrEqualTo(BigDecimal.ZERO));
        }
    }

    @Test
    void shouldRefuseWhatCannotBeSpread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostSpread.of(BigDecimal.TEN, Map.of(), 2))
                .withMessageContaining("10");
    }

    private static BigDecimal sum(SortedMap<String, BigDecimal> spread) {
        return spread.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
