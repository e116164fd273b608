package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every alert of a history, held against the single completions: observed, expected, n, interval and evidence are computed
 * here another way, in plain decimals and doubles.
 */
class VarianceOracleTest {
    private static final long SEED = 99;
    private static final String[] ARCHETYPES = {"Specialist", "Generalist"};
    private static final BigDecimal[] BASELINES = {new BigDecimal("1.6"), new BigDecimal("1.0")};

    private record Completion(LocalDate day, BigDecimal roi, BigDecimal baseline) {}

    @Test
    void shouldSayOfEveryAlertWhatTheCompletionsSay() {
        Random random = new Random(SEED);
        int checked = 0;
        int critical = 0;
        for (int round = 0; round < 40; round++) {
            List<Completion> completions = new ArrayList<>();
            NavigableMap<LocalDate, VarianceCell> cells = new TreeMap<>();
            double level = 0.75 + 0.5 * random.nextDouble();
            int days = 60;
            for (int number = 0; number < days; number++) {
                int count = random.nextInt(9);
                for (int i = 0; i < count; i++) {
                    int archetype = random.nextInt(2);
                    double ratio = Math.max(0, level + 0.5 * random.nextGaussian());
                    BigDecimal roi = BASELINES[archetype]
                            .multiply(BigDecimal.valueOf(ratio))
                            .setScale(12, RoundingMode.HALF_UP);
                    LocalDate day = AlertScenario.day(number);
                    completions.add(new Completion(day, roi, BASELINES[archetype]));
                    cells.merge(
                            day,
                            VarianceCell.of(day, roi, BASELINES[archetype], ARCHETYPES[archetype], "wf-" + i, 1),
                            VarianceCell::merge);
                }
            }
            Instant now = AlertScenario.noon(days);
            VarianceMonitor monitor = new VarianceMonitor("cohort-001", AlertRules.standard());

            String lastId = "";
            for (Alert alert : monitor.fold(cells, new TreeSet<>(), now).alerts()) {
                String what = "seed " + SEED + ", round " + round + ", " + alert;
                check(alert, completions, what);
                if (!alert.alertId().equals(lastId)) {
                    boolean confirmed = alert.severity() == AlertSeverity.CRITICAL;
                    assertThat(confirmed || alert.measures().n() >= 20).as(what).isTrue();
                    assertThat(Math.abs(number(alert.measures().variancePct())))
                            .as(what)
                            .isGreaterThan(10);
                }
                lastId = alert.alertId();
                checked++;
                critical += alert.severity() == AlertSeverity.CRITICAL ? 1 : 0;
            }
        }
        assertThat(checked).isGreaterThan(300);
        assertThat(critical).isGreaterThan(20);
    }

    private static void check(Alert alert, List<Completion> completions, String what) {
        List<Completion> window = completions.stream()
                .filter(each ->
                        !Window.startOf(each.day()).isBefore(alert.window().start()))
                .filter(each ->
                        Window.startOf(each.day()).isBefore(alert.window().end()))
                .filter(each -> Window.startOf(each.day()).isBefore(alert.updatedAt()))
                .toList();
        Measures measures = alert.measures();
        if (alert.end() != null) {
            assertThat(alert.updatedAt())
                    .as(what)
                    .isAfterOrEqualTo(alert.window().end());
        }
        assertThat(measures.n()).as(what).isEqualTo(window.size());
        double n = window.size();
        double observed =
                window.stream().mapToDouble(each -> each.roi().doubleValue()).sum() / n;
        double expected = window.stream()
                        .mapToDouble(each -> each.baseline().doubleValue())
                        .sum()
                / n;
        double variance = 100 * (observed - expected) / expected;
        assertThat(number(measures.observed())).as(what).isCloseTo(observed, offset(1e-9));
        assertThat(number(measures.expected())).as(what).isCloseTo(expected, offset(1e-9));
        assertThat(number(measures.variancePct())).as(what).isCloseTo(variance, offset(1e-7));
        if (measures.mixEffectPct() != null) {
            assertThat(number(measures.mixEffectPct()) + number(measures.withinEffectPct()))
                    .as(what)
                    .isCloseTo(variance, offset(1e-7));
        }
        checkEvidence(alert, completions, what);
    }

    /** A critical alert keeps what it fired with; a warning shows no more than all days before it give. */
    private static void checkEvidence(Alert alert, List<Completion> completions, String what) {
        Measures.Evidence evidence = Objects.requireNonNull(alert.measures().evidence());
        if (alert.severity() == AlertSeverity.CRITICAL) {
            assertThat(evidence.value()).as(what).isGreaterThanOrEqualTo(evidence.bar());
            return;
        }
        double[] bets = new double[EvidenceGrid.BETS];
        double starts = 1;
        for (LocalDate day = AlertScenario.MONDAY;
                Window.startOf(day).isBefore(alert.updatedAt());
                day = day.plusDays(1)) {
            LocalDate today = day;
            List<Completion> records = completions.stream()
                    .filter(each -> each.day().equals(today))
                    .toList();
            if (!records.isEmpty()) {
                for (int bet = 0; bet < bets.length; bet++) {
                    double product = starts + bets[bet];
                    for (Completion each : records) {
                        product *= EvidenceGrid.factor(
                                bet, each.roi().doubleValue() / each.baseline().doubleValue());
                    }
                    bets[bet] = product;
                }
                starts = records.size();
            }
        }
        double sum = 0;
        for (double bet : bets) {
            sum += bet;
        }
        double atMost = sum / bets.length * (1 + 1e-6) + 1e-5;
        assertThat(evidence.value().doubleValue())
                .as("never more than without a life cycle: " + what)
                .isLessThanOrEqualTo(atMost);
    }

    private static double number(@org.jspecify.annotations.Nullable BigDecimal value) {
        return Objects.requireNonNull(value).doubleValue();
    }
}
