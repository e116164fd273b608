package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.AlertSeverity;
import io.cohortroi.domain.alert.AlertStatus;
import io.cohortroi.domain.alert.VarianceCell;
import io.cohortroi.domain.alert.VarianceMonitor;
import io.cohortroi.domain.alert.VarianceState;
import io.cohortroi.runtime.evaluate.AlertReport.LifeCycles;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Noisy cohorts through the rule as it runs live: up to three looks a day, each after some of the day's completions. A
 * third stays at its baseline, a third shifts for a while and comes back, a third shifts for good. What must hold at a
 * look is computed here from the single completions, not from the cells of the rule.
 */
final class AlertCohorts {
    private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);
    private static final int WEEKS = 52;
    private static final BigDecimal BASELINE = new BigDecimal("1.6");

    private final int cohorts;
    private final SplittableRandom random;
    private long looks;
    private long breaches;
    private long unwarned;
    private int mostRaised;
    private long resolvedEarly;
    private int recovered;
    private int resolved;
    private final List<Integer> resolvedAfter = new ArrayList<>();
    private long shiftedRecords;
    private long falseResolutions;

    AlertCohorts(int cohorts, SplittableRandom random) {
        this.cohorts = cohorts;
        this.random = random;
    }

    LifeCycles run() {
        for (int number = 0; number < cohorts; number++) {
            new Cohort(number).live();
        }
        Collections.sort(resolvedAfter);
        double median = resolvedAfter.isEmpty() ? Double.NaN : resolvedAfter.get(resolvedAfter.size() / 2);
        return new LifeCycles(
                cohorts,
                looks,
                breaches,
                unwarned,
                mostRaised,
                resolvedEarly,
                recovered,
                resolved,
                median,
                shiftedRecords == 0 ? 0 : 1_000.0 * falseResolutions / shiftedRecords);
    }

    private final class Cohort {
        private final NavigableMap<LocalDate, VarianceCell> cells = new TreeMap<>();
        private final VarianceMonitor monitor;
        private final RatioLaw law;
        private final double perDay;
        private final double shift;
        private final int shiftedFrom;
        private final int shiftedUntil;
        private VarianceState state = VarianceState.initial();
        private LocalDate monday = FIRST;
        private long weekCount;
        private double weekSum;
        private int raisedThisWeek;
        private String lastId = "";
        private boolean criticalAtRecovery;
        private int sinceRecovery;

        Cohort(int number) {
            monitor = new VarianceMonitor("cohort-" + number, AlertRules.standard());
            law = number % 2 == 0 ? RatioLaw.gamma(0.5) : RatioLaw.lognormal(0.5);
            perDay = new double[] {1, 4, 15, 40}[number % 4];
            int kind = number % 3;
            shift = kind == 0 ? 1 : number % 5 < 2 ? 0.75 : 1.25;
            shiftedFrom = kind == 0 ? Integer.MAX_VALUE : 70;
            shiftedUntil = kind == 1 ? 160 : Integer.MAX_VALUE;
        }

        void live() {
            for (int day = 0; day < 7 * WEEKS; day++) {
                enterWeek(FIRST.plusDays(day).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
                if (day == shiftedUntil) {
                    criticalAtRecovery = isCritical(state.standing());
                    recovered += criticalAtRecovery ? 1 : 0;
                }
                int completions = AlertDayCells.poisson(perDay, random);
                int batches = 1 + random.nextInt(3);
                for (int batch = 0; batch < batches; batch++) {
                    int share = completions * (batch + 1) / batches - completions * batch / batches;
                    if (share > 0) {
                        add(day, share);
                        look(day, (batch + 1) * 24 / (batches + 1));
                    }
                }
            }
        }

        private void enterWeek(LocalDate start) {
            if (!start.equals(monday)) {
                monday = start;
                weekCount = 0;
                weekSum = 0;
                raisedThisWeek = 0;
            }
        }

        private void add(int day, int count) {
            boolean shifted = day >= shiftedFrom && day < shiftedUntil;
            LocalDate date = FIRST.plusDays(day);
            for (int i = 0; i < count; i++) {
                double ratio = (shifted ? shift : 1) * law.draw(random);
                BigDecimal roi = BigDecimal.valueOf(Math.round(ratio * 1_600_000), 6);
                cells.merge(date, VarianceCell.of(date, roi, BASELINE, "Specialist", "wf-1", 1), VarianceCell::merge);
                weekCount++;
                weekSum += roi.doubleValue();
            }
            shiftedRecords += shifted && isCritical(state.standing()) ? count : 0;
            sinceRecovery += day >= shiftedUntil ? count : 0;
        }

        private void look(int day, int hour) {
            LocalDate date = FIRST.plusDays(day);
            Instant now = date.atTime(hour, 0).toInstant(ZoneOffset.UTC);
            VarianceMonitor.Advance advance = monitor.advance(state, cells, new TreeSet<>(), now, date);
            state = advance.state();
            looks++;
            for (Alert alert : advance.alerts()) {
                see(alert, day);
            }
            double departure = weekSum / weekCount / BASELINE.doubleValue() - 1;
            if (weekCount >= 20 && Math.abs(departure) > 0.1 + 1e-9) {
                breaches++;
                unwarned += state.standing() == null ? 1 : 0;
            }
            mostRaised = Math.max(mostRaised, raisedThisWeek);
        }

        private void see(Alert alert, int day) {
            if (alert.status() != AlertStatus.RESOLVED) {
                raisedThisWeek += alert.alertId().equals(lastId) ? 0 : 1;
                lastId = alert.alertId();
                return;
            }
            resolvedEarly += alert.updatedAt().isBefore(alert.window().end()) ? 1 : 0;
            boolean stillShifted = day > shiftedFrom && day < shiftedUntil;
            falseResolutions += stillShifted && isCritical(alert) ? 1 : 0;
            if (criticalAtRecovery && day >= shiftedUntil) {
                criticalAtRecovery = false;
                resolved++;
                resolvedAfter.add(sinceRecovery);
            }
        }
    }

    private static boolean isCritical(@Nullable Alert alert) {
        return alert != null && alert.severity() == AlertSeverity.CRITICAL;
    }
}
