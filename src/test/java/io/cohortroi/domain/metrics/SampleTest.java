package io.cohortroi.domain.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class SampleTest {

    @Test
    void shouldGiveWorkedInterval() {
        Sample.Interval interval = new Sample(100, new BigDecimal("1.5"), new BigDecimal("0.75"))
                .interval()
                .orElseThrow();

        // 0.75 ÷ √99 · 1.984216951 = 0.149565980
        assertThat(interval.low().setScale(9, RoundingMode.HALF_UP)).isEqualTo("1.350434020");
        assertThat(interval.high().setScale(9, RoundingMode.HALF_UP)).isEqualTo("1.649565980");
        assertThat(interval.contains(new BigDecimal("1.36"))).isTrue();
        assertThat(interval.contains(new BigDecimal("1.35"))).isFalse();
    }

    @Test
    void shouldHaveNoIntervalOfOneValue() {
        assertThat(new Sample(1, BigDecimal.ONE, BigDecimal.ZERO).interval()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoSample() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(0, BigDecimal.ONE, BigDecimal.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sample(2, BigDecimal.ONE, BigDecimal.ONE.negate()))
                .withMessageContaining("-1");
    }

    @Test
    void shouldRoundOnceHalfUpWithoutTrailingZeros() {
        assertThat(Decimals.ratio(BigDecimal.valueOf(2), BigDecimal.valueOf(3))).isEqualTo("0.666666666667");
        assertThat(Decimals.round(new BigDecimal("0.0000000000005"))).isEqualTo("0.000000000001");
        assertThat(Decimals.round(new BigDecimal("2400.000")).toPlainString()).isEqualTo("2400");
        assertThat(Decimals.round(0.1 + 0.2)).isEqualTo("0.3");
    }

    @Test
    void shouldJoinSamplesAsIfTheyHadBeenOne() {
        // 1, 2, 3 and 5, 9: mean 4, squares 9+4+1+1+25 = 40, deviation √8.
        Sample first = new Sample(3, BigDecimal.valueOf(2), new BigDecimal("0.816496580928"));
        Sample second = new Sample(2, BigDecimal.valueOf(7), BigDecimal.valueOf(2));

        Sample joined = first.plus(second);

        assertThat(joined.n()).isEqualTo(5);
        assertThat(joined.mean()).isEqualTo("4");
        assertThat(joined.sd().setScale(9, RoundingMode.HALF_UP)).isEqualTo("2.828427125");
        assertThat(second.plus(first)).isEqualTo(joined);
        assertThat(new Sample(1, BigDecimal.ONE, BigDecimal.ZERO)
                        .plus(new Sample(1, BigDecimal.valueOf(3), BigDecimal.ZERO)))
                .isEqualTo(new Sample(2, BigDecimal.valueOf(2), BigDecimal.ONE));
    }
}
