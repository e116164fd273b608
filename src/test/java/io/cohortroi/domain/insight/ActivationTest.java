package io.cohortroi.domain.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ActivationTest {

    @Test
    void shouldSplitEquallyWithRemainderToTheFirst() {
        assertThat(Activation.split(8, List.of("a", "b", "c"))).isEqualTo(Map.of("a", 4L, "b", 2L, "c", 2L));
        assertThat(Activation.split(2, List.of("z", "b", "c"))).isEqualTo(Map.of("z", 2L, "b", 0L, "c", 0L));
        assertThat(Activation.split(9, List.of("a"))).isEqualTo(Map.of("a", 9L));
        assertThat(Activation.split(9, List.of())).isEmpty();
        assertThat(Activation.split(5, List.of("a", "a"))).isEqualTo(Map.of("a", 5L));
    }

    @Test
    void shouldLoseNothingInTheSplit() {
        Random random = new Random(3);
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g");
        for (int i = 0; i < 1_000; i++) {
            long added = random.nextInt(1_000);
            List<String> components = names.subList(0, 1 + random.nextInt(names.size()));
            assertThat(Activation.split(added, components).values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(added);
        }
    }

    @Test
    void shouldActivateNoMoreThanThereIs() {
        assertThat(Activation.of(3, 10)).isEqualTo(3);
        assertThat(Activation.of(14, 10)).isEqualTo(10);
        assertThat(Activation.change(8, 14, 10)).isEqualTo(2);
        assertThat(Activation.change(14, 12, 10)).isZero();
        assertThat(Activation.change(14, 3, 10)).isEqualTo(-7);
    }

    @Test
    void shouldRefuseNegativeAdditions() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Activation.split(-1, List.of("a")))
                .withMessageContaining("-1");
    }
}
