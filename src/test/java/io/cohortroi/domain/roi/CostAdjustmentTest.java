package io.cohortroi.domain.roi;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostAdjustmentTest {
    private static BigDecimal money(String text) {
        return new BigDecimal(text);
    }

    @Test
    void shouldGiveTheWorkedShares() {
        CostAdjustment invoice = new CostAdjustment(money("600"), money("9790"), 2);
        assertThat(invoice.shareOf(money("3000"), 2)).isEqualTo(money("183.86"));
        assertThat(invoice.shareOf(money("6790"), 2)).isEqualTo(money("416.14"));
        assertThat(invoice.shareOf(money("3000"), 0)).isEqualTo(money("184"));
        assertThat(new CostAdjustment(money("10"), money("3"), 3).shareOf(BigDecimal.ONE, 2))
                .isEqualTo(money("3.33"));
        assertThat(new CostAdjustment(money("9"), BigDecimal.ZERO, 2).shareOf(BigDecimal.ZERO, 2))
                .isEqualTo(money("4.50"));
    }

    /** In whole cents and by doubling: 2 a c ÷ C, plus one, halved and cut. */
    @Test
    void shouldRoundEveryShareOnceAndNeverLeaveLessThanNothing() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<Integer> cents = new ArrayList<>();
            long charged = 0;
            for (int i = random.nextInt(20); i >= 0; i--) {
                int cost = random.nextInt(3) == 0 ? 0 : random.nextInt(100_000);
                cents.add(cost);
                charged += cost;
            }
            long amount = random.nextInt(200_000) - Math.min(charged, 100_000);
            CostAdjustment adjustment =
                    new CostAdjustment(BigDecimal.valueOf(amount, 2), BigDecimal.valueOf(charged, 2), cents.size());
            long booked = 0;
            for (int cost : cents) {
                long whole = charged == 0 ? cents.size() : charged;
                long part = charged == 0 ? 1 : cost;
                long twice = BigInteger.valueOf(2 * Math.abs(amount))
                        .multiply(BigInteger.valueOf(part))
                        .divide(BigInteger.valueOf(whole))
                        .longValueExact();
                long expected = Long.signum(amount) * ((twice + 1) / 2);
                assertThat(adjustment.shareOf(BigDecimal.valueOf(cost, 2), 2))
                        .as("seed %d", seed)
                        .isEqualByComparingTo(BigDecimal.valueOf(expected, 2));
                if (charged > 0) {
                    assertThat(expected + cost).as("seed %d", seed).isNotNegative();
                }
                booked += expected;
            }
            assertThat(2 * Math.abs(amount - booked)).as("seed %d", seed).isLessThanOrEqualTo(cents.size());
        }
    }
}
