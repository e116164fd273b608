package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private static final Instant MONDAY = Instant.parse("2025-10-20T00:00:00Z");
    private static final Window WEEK = Window.weekOf(AlertScenario.MONDAY);
    private static final Window NEXT_WEEK = Window.weekOf(AlertScenario.day(7));

    private @Nullable Alert standing;

    @Test
    void shouldStayQuietWithoutABreach() {
        assertThat(step(null, true, WEEK, 1, MONDAY)).isNull();
        assertThat(standing).isNull();
    }

    @Test
    void shouldRaiseUpdateConfirmAndResolveOneAlert() {
        Alert raised = step(AlertSeverity.WARNING, false, WEEK, 1, at(1));
        Alert updated = step(AlertSeverity.WARNING, false, WEEK, 2, at(2));
        Alert confirmed = step(AlertSeverity.CRITICAL, false, NEXT_WEEK, 3, at(8));
        Alert weaker = step(AlertSeverity.WARNING, false, NEXT_WEEK, 4, at(9));
        Alert resolved = step(null, true, NEXT_WEEK, 5, NEXT_WEEK.end());

        assertThat(List.of(raised, updated, confirmed, weaker, resolved))
                .extracting(Alert::alertId)
                .containsOnly(raised.alertId());
        assertThat(List.of(raised, updated, confirmed, weaker, resolved))
                .extracting(Alert::status)
                .containsExactly(
                        AlertStatus.PENDING,
                        AlertStatus.PENDING,
                        AlertStatus.FIRING,
                        AlertStatus.FIRING,
                        AlertStatus.RESOLVED);
        assertThat(weaker.severity()).isEqualTo(AlertSeverity.CRITICAL);
        assertThat(resolved.end()).isEqualTo(new AlertEnd(NEXT_WEEK.end(), AlertEnd.Reason.RECOVERED));
        assertThat(standing).isNull();
    }

    @Test
    void shouldNotResolveBeforeTheWindowEndsNorBeforeRecovery() {
        step(AlertSeverity.WARNING, false, WEEK, 1, at(1));

        assertThat(step(null, true, WEEK, 1, WEEK.end().minusNanos(1))).isNull();
        assertThat(step(null, false, NEXT_WEEK, 1, at(8))).isNull();
        assertThat(step(null, true, NEXT_WEEK, 1, at(8)).status()).isEqualTo(AlertStatus.RESOLVED);
    }

    @Test
    void shouldKeepTheLaterWindowAndItsNumbers() {
        Alert raised = step(AlertSeverity.WARNING, false, NEXT_WEEK, 1, at(8));

        assertThat(step(AlertSeverity.WARNING, false, WEEK, 2, at(9))).isNull();
        assertThat(standing).isEqualTo(raised);
        assertThat(step(AlertSeverity.CRITICAL, false, WEEK, 2, at(9)).measures())
                .isEqualTo(raised.measures());
    }

    @Test
    void shouldResolveWithTheLastNumbersOfItsWindow() {
        step(AlertSeverity.WARNING, false, WEEK, 1, at(1));

        assertThat(step(null, true, WEEK, 7, WEEK.end()).measures().observed()).isEqualTo(BigDecimal.valueOf(7));
    }

    @Test
    void shouldSupersedeNoEarlierThanItsLastUpdate() {
        Alert raised = step(AlertSeverity.WARNING, false, WEEK, 1, at(2));

        assertThat(LifeCycle.supersede(raised, MONDAY).published().orElseThrow().end())
                .isEqualTo(new AlertEnd(at(2), AlertEnd.Reason.SUPERSEDED));
    }

    @Test
    void shouldNameRuleAndSubjectInTheFingerprintForGood() {
        Alert raised = step(AlertSeverity.WARNING, false, WEEK, 1, at(1));

        assertThat(raised.fingerprint()).isEqualTo("11e56d73ad684d26");
        assertThat(Alert.fingerprint(AlertRule.ROI_OUTLIER, "cohort-001")).isNotEqualTo(raised.fingerprint());
    }

    private static Instant at(int day) {
        return AlertScenario.noon(day);
    }

    @SuppressWarnings("NullAway") // a quiet look publishes nothing; the tests say so
    private Alert step(@Nullable AlertSeverity breach, boolean recovered, Window window, int observed, Instant at) {
        Measures measures = new Measures(
                "mean_roi",
                BigDecimal.valueOf(observed),
                BigDecimal.ONE,
                null,
                null,
                1,
                null,
                null,
                null,
                null,
                null,
                List.of());
        LifeCycle.Step step = LifeCycle.step(
                AlertRule.ROI_VARIANCE,
                "cohort-001",
                standing,
                new Reading(breach, recovered, window, measures, MONDAY, at));
        standing = step.standing();
        return step.published().orElse(null);
    }
}
