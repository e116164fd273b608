package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A cohort of Specialists on a baseline of 1.6 whose days are told one by one. */
final class AlertScenario {
    static final LocalDate MONDAY = LocalDate.parse("2025-10-20");
    static final String SUBJECT = "cohort-001";

    final NavigableMap<LocalDate, VarianceCell> cells = new TreeMap<>();
    final NavigableSet<LocalDate> epochs = new TreeSet<>();
    private final VarianceMonitor monitor;
    private VarianceState state = VarianceState.initial();

    AlertScenario(AlertRules rules) {
        monitor = new VarianceMonitor(SUBJECT, rules);
    }

    static LocalDate day(int number) {
        return MONDAY.plusDays(number);
    }

    static Instant noon(int number) {
        return Window.startOf(day(number)).plusSeconds(43_200);
    }

    /** Adds completions that each earn {@code ratio} times their baseline; a negative count takes them away. */
    AlertScenario add(int dayNumber, int count, double ratio) {
        BigDecimal roi = BigDecimal.valueOf(Math.round(1600 * ratio), 3);
        for (int i = 0; i < Math.abs(count); i++) {
            cells.merge(
                    day(dayNumber),
                    VarianceCell.of(
                            day(dayNumber),
                            roi,
                            new BigDecimal("1.6"),
                            "Specialist",
                            "wf-" + i % 3,
                            Integer.signum(count)),
                    VarianceCell::merge);
        }
        return this;
    }

    /** Looks live, at noon of a day; days before {@code changedFrom} are as they were at the last look. */
    List<Alert> look(int dayNumber, int changedFrom) {
        VarianceMonitor.Advance advance = monitor.advance(state, cells, epochs, noon(dayNumber), day(changedFrom));
        state = advance.state();
        return advance.alerts();
    }

    List<Alert> look(int dayNumber) {
        return look(dayNumber, dayNumber);
    }

    List<Alert> fold(int dayNumber) {
        return monitor.fold(cells, epochs, noon(dayNumber)).alerts();
    }

    VarianceState state() {
        return state;
    }
}
