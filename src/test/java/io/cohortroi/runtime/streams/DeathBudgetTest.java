package io.cohortroi.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeathBudgetTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void shouldStopAtOneTooManyInAShortTime() {
        DeathBudget budget = new DeathBudget(3, Duration.ofMinutes(10));
        assertThat(budget.allows(NOON)).isTrue();
        assertThat(budget.allows(NOON.plusSeconds(1))).isTrue();
        assertThat(budget.allows(NOON.plusSeconds(2))).isTrue();
        assertThat(budget.allows(NOON.plusSeconds(3))).isFalse();
    }

    @Test
    void shouldForgetWhatIsLongAgo() {
        DeathBudget budget = new DeathBudget(1, Duration.ofMinutes(10));
        for (int death = 0; death < 100; death++) {
            assertThat(budget.allows(NOON.plus(Duration.ofMinutes(10L * death))))
                    .isTrue();
        }
    }
}
