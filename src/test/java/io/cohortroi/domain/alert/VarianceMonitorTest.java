package io.cohortroi.domain.alert;

import static io.cohortroi.domain.alert.AlertScenario.day;
import static io.cohortroi.domain.alert.AlertScenario.noon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class VarianceMonitorTest {
    private final AlertScenario cohort = new AlertScenario(AlertRules.standard());

    @Test
    void shouldWarnBeyondTheThresholdWithEnoughCompletions() {
        List<Alert> alerts = cohort.add(0, 20, 1.12).look(0);

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo(AlertRule.ROI_VARIANCE);
            assertThat(alert.subject()).isEqualTo("cohort-001");
            assertThat(alert.status()).isEqualTo(AlertStatus.PENDING);
            assertThat(alert.severity()).isEqualTo(AlertSeverity.WARNING);
            assertThat(alert.measures().observed()).isEqualByComparingTo("1.792");
            assertThat(alert.measures().expected()).isEqualByComparingTo("1.6");
            assertThat(alert.measures().variancePct()).isEqualByComparingTo("12");
            assertThat(alert.measures().thresholdPct()).isEqualByComparingTo("10");
            assertThat(alert.measures().n()).isEqualTo(20);
            assertThat(alert.window()).isEqualTo(Window.weekOf(day(0)));
            assertThat(alert.startedAt()).isEqualTo("2025-10-20T00:00:00Z");
            assertThat(alert.updatedAt()).isEqualTo("2025-10-20T12:00:00Z");
            assertThat(alert.end()).isNull();
            assertThat(alert.alertId()).isEqualTo(alert.fingerprint() + "-20251020T000000Z");
            assertThat(alert.runbookUrl()).isEqualTo("src/docs/runbook/roi_variance.md");
        });
    }

    @Test
    void shouldStayQuietAtTheThresholdItselfAndBelowTheMinimum() {
        assertThat(cohort.add(0, 19, 1.5).look(0)).isEmpty();
        assertThat(new AlertScenario(AlertRules.standard()).add(0, 200, 1.1).look(0))
                .isEmpty();
        assertThat(new AlertScenario(AlertRules.standard()).add(0, 200, 0.9).look(0))
                .isEmpty();
    }

    @Test
    void shouldFireOnceEvidenceConfirms() {
        cohort.add(0, 30, 1.3).look(0);
        assertThat(cohort.state().standing()).extracting(Alert::severity).isEqualTo(AlertSeverity.WARNING);

        List<Alert> alerts = cohort.add(1, 60, 1.3).look(1);

        assertThat(alerts.get(alerts.size() - 1)).satisfies(alert -> {
            assertThat(alert.status()).isEqualTo(AlertStatus.FIRING);
            assertThat(alert.severity()).isEqualTo(AlertSeverity.CRITICAL);
            assertThat(alert.startedAt()).isEqualTo("2025-10-20T00:00:00Z");
            assertThat(alert.measures().evidence()).satisfies(evidence -> {
                assertThat(evidence.bar()).isEqualByComparingTo("20000");
                assertThat(evidence.value()).isGreaterThan(new BigDecimal("20000"));
            });
        });
    }

    @Test
    void shouldFireForASmallCohortThatNeverHasEnoughForAWarning() {
        int week = 0;
        while (cohort.look(7 * week).isEmpty()) {
            assertThat(week).isLessThan(30);
            week++;
            cohort.add(7 * week, 5, 1.5);
        }

        assertThat(cohort.state().standing()).extracting(Alert::severity).isEqualTo(AlertSeverity.CRITICAL);
        assertThat(week).isBetween(4, 20);
    }

    @Test
    void shouldNotFireOnOneCompletionThatTheLastOnesContradict() {
        AlertScenario other = new AlertScenario(AlertRules.standard().overriddenBy(new BigDecimal("50"), null, null));
        for (int number = 0; number < 14; number++) {
            other.add(number, 10, 1.3).look(number);
        }
        assertThat(other.state().detector().value())
                .as("there is evidence enough")
                .isGreaterThan(AlertRules.standard().bar());

        assertThat(other.add(14, 1, 1.9).look(14))
                .as("the last 20 are at +30 % of a threshold of 50 %")
                .isEmpty();
        assertThat(other.add(15, 19, 1.9).look(15)).extracting(Alert::severity).containsExactly(AlertSeverity.CRITICAL);
    }

    @Test
    void shouldStandUntilItsWindowEndsThenResolveOnceRecovered() {
        cohort.add(0, 40, 0.8).look(0);
        for (int number = 1; number < 7; number++) {
            cohort.add(number, 100, 1.0);
            assertThat(cohort.look(number))
                    .as("day %d", number)
                    .allSatisfy(alert -> assertThat(alert.status()).isNotEqualTo(AlertStatus.RESOLVED));
        }

        List<Alert> alerts = cohort.add(7, 1, 1.0).look(7);

        assertThat(alerts.get(alerts.size() - 1)).satisfies(alert -> {
            assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
            assertThat(alert.end()).isEqualTo(new AlertEnd(alert.window().end(), AlertEnd.Reason.RECOVERED));
            assertThat(alert.window()).isEqualTo(Window.weekOf(day(0)));
        });
        assertThat(cohort.state().standing()).isNull();
    }

    @Test
    void shouldNotResolveWhileTheLastHundredStillDepart() {
        cohort.add(0, 100, 1.3).look(0);
        cohort.add(7, 10, 1.0);

        for (int number = 8; number < 14; number++) {
            cohort.add(number, 3, 1.07);
            assertThat(cohort.look(number))
                    .allSatisfy(alert -> assertThat(alert.end()).isNull());
        }
        assertThat(cohort.state().standing()).isNotNull();
    }

    @Test
    void shouldKeepWhatAProvisionalLookPublishedAndSpendItsEvidence() {
        assertThat(cohort.add(0, 100, 1.4).look(0)).extracting(Alert::severity).containsExactly(AlertSeverity.CRITICAL);

        List<Alert> alerts = cohort.add(0, -100, 1.4).add(0, 100, 1.0).look(0);

        assertThat(alerts).extracting(Alert::severity).containsExactly(AlertSeverity.CRITICAL);
        assertThat(cohort.state().evidenceAfter()).isEqualTo(day(0));
        assertThat(cohort.state().detector()).isEqualTo(EDetector.zero());
        assertThat(cohort.fold(0)).as("the fold has never seen it").isEmpty();
    }

    @Test
    void shouldPublishNothingWhenNothingChanged() {
        cohort.add(0, 30, 1.2).look(0);

        assertThat(cohort.look(0)).isEmpty();
    }

    @Test
    void shouldFoldEvidenceAgainWhenAClosedDayIsCorrected() {
        for (int number = 0; number < 5; number++) {
            cohort.add(number, 3, 1.05 + 0.05 * number).look(number);
        }
        cohort.add(1, 4, 1.6).add(2, -3, 1.15);
        cohort.look(5, 1);

        AlertScenario once = new AlertScenario(AlertRules.standard());
        once.cells.putAll(cohort.cells);
        once.look(5);

        assertThat(cohort.state()).isEqualTo(once.state());
    }

    @Test
    void shouldCloseTheOldComparisonWhenANewBaselineTakesEffect() {
        cohort.add(0, 60, 1.4).look(0);
        cohort.epochs.add(day(3));

        List<Alert> alerts = cohort.add(3, 5, 1.4).look(3);

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
            assertThat(alert.end()).isEqualTo(new AlertEnd(Window.startOf(day(3)), AlertEnd.Reason.SUPERSEDED));
        });
        assertThat(cohort.add(4, 5, 1.4).look(4))
                .as("the week counts from the new epoch")
                .isEmpty();
        assertThat(cohort.add(5, 10, 1.4).look(5)).singleElement().satisfies(alert -> {
            assertThat(alert.startedAt()).isEqualTo(Window.startOf(day(5)));
            assertThat(alert.measures().n()).isEqualTo(20);
        });
    }

    @Test
    void shouldEndAnAlertWhoseRecordsAllWentElsewhereOnceItsWindowIsOver() {
        cohort.add(0, 60, 1.4).look(0);
        cohort.add(0, -60, 1.4);

        assertThat(cohort.look(3, 0)).as("its window is not over").isEmpty();
        assertThat(cohort.state().standing()).isNotNull();
        List<Alert> alerts = cohort.look(8, 8);

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
            assertThat(alert.end()).isEqualTo(new AlertEnd(noon(8), AlertEnd.Reason.SUPERSEDED));
            assertThat(alert.window()).isEqualTo(Window.weekOf(day(0)));
            assertThat(alert.measures().n()).isZero();
            assertThat(alert.measures().observed()).isNull();
            assertThat(alert.measures().variancePct()).isNull();
        });
        assertThat(cohort.look(9, 9)).isEmpty();
        assertThat(cohort.state().standing()).isNull();
    }

    @Test
    void shouldHeedTheThresholdsOfTheCohort() {
        AlertRules own = AlertRules.standard().overriddenBy(new BigDecimal("25"), 50L, null);

        assertThat(new AlertScenario(own).add(0, 60, 1.2).look(0)).isEmpty();
        assertThat(new AlertScenario(own).add(0, 49, 1.3).look(0)).isEmpty();
        assertThat(new AlertScenario(own).add(0, 50, 1.3).look(0)).hasSize(1);
    }

    @Test
    void shouldRefuseAClockThatGoesBack() {
        cohort.add(0, 1, 1).add(3, 1, 1).look(3);

        assertThatThrownBy(() -> cohort.look(2)).hasMessageContaining("never goes back");
    }

    @Test
    void shouldSurviveWritingAndReadingItsState() {
        cohort.add(0, 60, 1.4).look(0);
        cohort.add(2, 7, 1.3).look(2);
        BinaryWriter out = new BinaryWriter();
        cohort.state().write(out);
        BinaryReader in = new BinaryReader(out.toByteArray());

        assertThat(VarianceState.read(in)).isEqualTo(cohort.state());
        in.requireEnd();
        assertThat(cohort.state().standing()).isNotNull();
    }

    @Test
    void shouldSayNothingOfACohortWithoutCompletions() {
        assertThat(new VarianceMonitor("empty", AlertRules.standard())
                        .fold(cohort.cells, cohort.epochs, noon(0))
                        .alerts())
                .isEmpty();
    }
}
