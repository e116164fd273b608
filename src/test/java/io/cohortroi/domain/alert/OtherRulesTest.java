package io.cohortroi.domain.alert;

import static io.cohortroi.domain.alert.AlertScenario.day;
import static io.cohortroi.domain.alert.AlertScenario.noon;
import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.metrics.TrendResult;
import io.cohortroi.domain.metrics.TrendResult.Direction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OtherRulesTest {
    @Test
    void shouldCallACompletionFarFromItsCohortAnOutlier() {
        Reading reading = OutlierDetector.standard().read(null, completion("c-1", "6.0", 40), noon(0));

        assertThat(reading.breach()).isEqualTo(AlertSeverity.WARNING);
        assertThat(reading.window()).isEqualTo(Window.weekOf(AlertScenario.MONDAY));
        assertThat(reading.measures().observed()).isEqualByComparingTo("6.0");
        assertThat(reading.measures().expected()).isEqualByComparingTo("1.5");
        assertThat(reading.measures().evidence()).satisfies(evidence -> {
            assertThat(evidence.value()).isEqualByComparingTo("10.1175");
            assertThat(evidence.bar()).isEqualByComparingTo("8");
        });
    }

    @Test
    void shouldNotCallItOneWithTooFewCompletionsWithoutSpreadOrNearby() {
        OutlierDetector rule = OutlierDetector.standard();

        assertThat(rule.read(null, completion("c-1", "6.0", 29), noon(0)).breach())
                .isNull();
        assertThat(rule.read(null, completion("c-1", "4.9", 40), noon(0)).breach())
                .isNull();
        assertThat(rule.read(
                                null,
                                new OutlierDetector.Observation(
                                        "c-1", new BigDecimal("6"), BigDecimal.ONE, BigDecimal.ZERO, 40),
                                noon(0))
                        .breach())
                .isNull();
    }

    @Test
    void shouldKeepTheFiveFarthestOutliersOfAWeekInOneAlertThatEndsWithIt() {
        OutlierDetector rule = OutlierDetector.standard();
        Alert standing = null;
        for (int i = 1; i <= 8; i++) {
            standing = step(
                    AlertRule.ROI_OUTLIER,
                    standing,
                    rule.read(standing, completion("c-" + i, (5 + i) + "", 40), noon(0)));
        }
        Alert last = java.util.Objects.requireNonNull(standing);

        assertThat(last.measures().topContributors())
                .extracting(Contributor::id)
                .containsExactly("c-8", "c-7", "c-6", "c-5", "c-4");
        assertThat(last.measures().observed()).isEqualByComparingTo("13");
        assertThat(step(AlertRule.ROI_OUTLIER, last, rule.read(last, completion("c-9", "1.4", 40), noon(3))))
                .isEqualTo(last);
        assertThat(step(AlertRule.ROI_OUTLIER, last, rule.read(last, completion("c-9", "1.4", 40), noon(7))))
                .isNull();
        assertThat(step(AlertRule.ROI_OUTLIER, last, rule.readNothing(last, noon(6))))
                .isEqualTo(last);
        assertThat(step(AlertRule.ROI_OUTLIER, last, rule.readNothing(last, noon(7))))
                .isNull();
    }

    @Test
    void shouldMoveToANewWeekWithTheOutliersOfThatWeekOnly() {
        OutlierDetector rule = OutlierDetector.standard();
        Alert first = step(AlertRule.ROI_OUTLIER, null, rule.read(null, completion("c-1", "9", 40), noon(0)));

        Alert second = step(AlertRule.ROI_OUTLIER, first, rule.read(first, completion("c-2", "6", 40), noon(8)));

        assertThat(java.util.Objects.requireNonNull(second).window()).isEqualTo(Window.weekOf(day(7)));
        assertThat(second.startedAt()).isEqualTo(Window.startOf(day(0)));
        assertThat(second.measures().topContributors())
                .extracting(Contributor::id)
                .containsExactly("c-2");
        assertThat(second.measures().observed()).isEqualByComparingTo("6");
    }

    @Test
    void shouldFollowTheTrendTest() {
        TrendResult degrading = new TrendResult(Direction.DEGRADING, -0.03, 0.002, 12);
        TrendResult hovering = new TrendResult(Direction.STABLE, -0.02, 0.02, 12);
        TrendResult stable = new TrendResult(Direction.STABLE, -0.01, 0.3, 13);
        TrendResult rising = new TrendResult(Direction.IMPROVING, 0.02, 0.001, 13);

        Alert raised = step(AlertRule.TREND_DEGRADING, null, TrendDetector.read(degrading, monday(0)));

        assertThat(raised).isNotNull();
        assertThat(raised.status()).isEqualTo(AlertStatus.FIRING);
        assertThat(raised.measures().observed()).isEqualByComparingTo("-0.03");
        assertThat(raised.measures().evidence()).satisfies(evidence -> {
            assertThat(evidence.value()).isEqualByComparingTo("0.002");
            assertThat(evidence.bar()).isEqualByComparingTo("0.01");
        });
        assertThat(step(AlertRule.TREND_DEGRADING, raised, TrendDetector.read(hovering, monday(1))))
                .as("at twice the bar")
                .isNotNull();
        assertThat(step(AlertRule.TREND_DEGRADING, raised, TrendDetector.read(stable, monday(1))))
                .isNull();
        assertThat(step(AlertRule.TREND_DEGRADING, raised, TrendDetector.read(rising, monday(1))))
                .isNull();
        assertThat(step(AlertRule.TREND_DEGRADING, null, TrendDetector.read(hovering, monday(0))))
                .isNull();
    }

    @Test
    void shouldHoldCostAgainstTheLedgerOnceThePeriodIsClosed() {
        assertThat(cost("10300", "10000", "2025-10-01T00:00:00Z").breach()).isEqualTo(AlertSeverity.WARNING);
        assertThat(cost("10300", "10000", "2025-10-01T00:00:00Z").measures().variancePct())
                .isEqualByComparingTo("3");
        assertThat(cost("10300", "10000", "2025-09-30T23:59:59Z").breach()).isNull();
        assertThat(cost("10200", "10000", "2025-10-01T00:00:00Z").breach()).isNull();
        assertThat(cost("10200", "10000", "2025-10-01T00:00:00Z").recovered()).isTrue();
        assertThat(cost("1", "0", "2025-10-01T00:00:00Z").breach()).isEqualTo(AlertSeverity.WARNING);
        assertThat(cost("0", "0", "2025-10-01T00:00:00Z").breach()).isNull();
        assertThat(CostVarianceDetector.subject("wf-045", YearMonth.of(2025, 9)))
                .isEqualTo("wf-045@2025-09");
    }

    @Test
    void shouldNoticeThatABaselineDrifts() {
        assertThat(drift("1.8", "0.03", 200).breach()).isEqualTo(AlertSeverity.CRITICAL);
        assertThat(drift("1.8", "0.03", 200).measures().evidence())
                .satisfies(evidence -> assertThat(evidence.value()).isEqualByComparingTo("2.5"));
        assertThat(drift("1.8", "0.2", 200).breach()).isEqualTo(AlertSeverity.WARNING);
        assertThat(drift("1.8", "0.03", 29).breach()).isNull();
        assertThat(drift("1.725", "0.03", 200).breach()).isNull();
        assertThat(drift("1.725", "0.03", 200).recovered()).isFalse();
        assertThat(drift("1.68", "0.03", 200).recovered()).isTrue();
    }

    @Test
    void shouldNoticeThatATopicIsRefused() {
        assertThat(quality(100, 12).breach()).isEqualTo(AlertSeverity.CRITICAL);
        assertThat(quality(100, 12).measures().ciLow()).isBetween(new BigDecimal("6.9"), new BigDecimal("7.1"));
        assertThat(quality(100, 6).breach()).isEqualTo(AlertSeverity.WARNING);
        assertThat(quality(100, 5).breach()).isNull();
        assertThat(quality(100, 5).recovered()).isFalse();
        assertThat(quality(100, 2).recovered()).isTrue();
        assertThat(quality(19, 19).breach()).isNull();
        assertThat(quality(0, 0).recovered()).isFalse();
    }

    private static @Nullable Alert step(AlertRule rule, @Nullable Alert standing, Reading reading) {
        return LifeCycle.step(rule, "subject", standing, reading).standing();
    }

    private static OutlierDetector.Observation completion(String id, String roi, long n) {
        return new OutlierDetector.Observation(
                id, new BigDecimal(roi), new BigDecimal("1.5"), new BigDecimal("0.3"), n);
    }

    private static java.time.Instant monday(int week) {
        return Window.startOf(day(7 * week));
    }

    private static Reading cost(String charged, String ledger, String at) {
        return CostVarianceDetector.standard()
                .read(
                        new CostVarianceDetector.Observation(
                                YearMonth.of(2025, 9), new BigDecimal(charged), new BigDecimal(ledger), 7),
                        Instant.parse(at));
    }

    private static Reading drift(String actual, String standardError, long n) {
        return CalibrationDriftDetector.standard()
                .read(
                        new CalibrationDriftDetector.Observation(
                                day(-30),
                                new BigDecimal("1.5"),
                                new BigDecimal(actual),
                                new BigDecimal(standardError),
                                n),
                        day(0),
                        noon(0));
    }

    private static Reading quality(long input, long deadLettered) {
        return DataQualityDetector.standard()
                .read(
                        new DataQualityDetector.Observation(Window.weekOf(AlertScenario.MONDAY), input, deadLettered),
                        noon(0));
    }
}
