package io.cohortroi.domain.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/**
 * The rule {@code roi_variance} for one scope: {@code (state, day cells, clock) -> (state', alerts)}.
 *
 * <p>{@link #advance} looks once at the end of every day before the clock's day that was not looked at yet, in event
 * order, then provisionally at the clock's day. Called once at the end of the input it is the pure fold over the final
 * cells, so its result depends on no partition, thread or batch. Called on every change it is the live rule: what was
 * published from a provisional look stands until its window ends, whatever the day becomes. An alert whose window has lost
 * every completion, because they were voided or belong to another scope now, ends as superseded once the window is over.
 *
 * <p>A complete day may raise, confirm, update and resolve; a provisional one everything but resolve. A warning needs
 * the plain threshold and enough completions in the week so far. Critical needs the week so far beyond the threshold, in
 * a week with fewer completions the last ones a warning would need as well, and the evidence of {@link EDetector} at the
 * bar; its evidence is 0 from then until the alert is resolved. Evidence is otherwise only lowered by a new epoch. Cells of days already closed may change: the evidence after its last
 * zero is folded again from them, what was published stays published.
 *
 * <p>Cells older than the caller keeps are evidence that is left out, which only lowers it.
 */
public final class VarianceMonitor {
    private static final Duration USUAL_MIX = Duration.ofDays(56);
    private static final BigDecimal MOST_EVIDENCE = BigDecimal.valueOf(1_000_000_000_000L);

    private final String subject;
    private final AlertRules rules;

    /** @param subject the scope key: a cohort id or {@code archetype:<Label>} */
    public VarianceMonitor(String subject, AlertRules rules) {
        this.subject = subject;
        this.rules = rules;
    }

    /** @param alerts what to publish, in order */
    public record Advance(VarianceState state, List<Alert> alerts) {}

    /**
     * The whole history at once, for runs that end: what {@link #advance} gives from the beginning.
     *
     * @param newestEvent event time of the newest record of the scope
     */
    public Advance fold(
            NavigableMap<LocalDate, VarianceCell> cells, NavigableSet<LocalDate> epochs, Instant newestEvent) {
        return advance(VarianceState.initial(), cells, epochs, newestEvent, Window.dayOf(newestEvent));
    }

    /**
     * @param cells by day; all there are, or at least those of a year
     * @param epochs the days on which a new baseline version took effect for this scope
     * @param newestEvent event time of the newest record of the scope; never goes back
     * @param changedFrom the earliest day whose cell changed since the last call
     */
    public Advance advance(
            VarianceState before,
            NavigableMap<LocalDate, VarianceCell> cells,
            NavigableSet<LocalDate> epochs,
            Instant newestEvent,
            LocalDate changedFrom) {
        LocalDate clockDay = Window.dayOf(newestEvent);
        LocalDate closed = before.closedThrough();
        if (closed != null && !clockDay.isAfter(closed)) {
            throw new IllegalArgumentException("the clock never goes back: day " + clockDay + " after " + closed);
        }
        Look look = new Look(cells, epochs, before);
        if (closed != null && !changedFrom.isAfter(closed)) {
            look.foldEvidenceAgain();
        }
        for (LocalDate day : openDays(cells, closed, clockDay)) {
            look.at(day, Window.startOf(day.plusDays(1)), true);
        }
        look.at(clockDay, newestEvent, false);
        return new Advance(look.stateThrough(clockDay.minusDays(1)), List.copyOf(look.alerts));
    }

    /** The days to close; a day of which every completion was taken away is none. */
    private static List<LocalDate> openDays(
            NavigableMap<LocalDate, VarianceCell> cells, @Nullable LocalDate closed, LocalDate clockDay) {
        NavigableMap<LocalDate, VarianceCell> before = cells.headMap(clockDay, false);
        return (closed == null ? before : before.tailMap(closed, false))
                .values().stream()
                        .filter(cell -> cell.n() > 0)
                        .map(VarianceCell::day)
                        .toList();
    }

    /** One call of {@link #advance}: the cells do not change during it, the state does. */
    private final class Look {
        private final NavigableMap<LocalDate, VarianceCell> cells;
        private final NavigableSet<LocalDate> epochs;
        private final List<Alert> alerts = new ArrayList<>();
        private @Nullable LocalDate closedThrough;
        private @Nullable LocalDate evidenceAfter;
        private @Nullable LocalDate epoch;
        private EDetector detector;
        private @Nullable Alert standing;

        Look(NavigableMap<LocalDate, VarianceCell> cells, NavigableSet<LocalDate> epochs, VarianceState state) {
            this.cells = cells;
            this.epochs = epochs;
            this.closedThrough = state.closedThrough();
            this.evidenceAfter = state.evidenceAfter();
            this.epoch = state.epoch();
            this.detector = state.detector();
            this.standing = state.standing();
        }

        VarianceState stateThrough(LocalDate day) {
            return new VarianceState(day, evidenceAfter, epoch, detector, standing);
        }

        void at(LocalDate day, Instant at, boolean complete) {
            enterEpoch(day);
            EDetector evidence = evidenceOf(day);
            Window week = Window.weekOf(day);
            WindowSums weekSoFar = sums(week, day);
            boolean departs = weekSoFar.departsBeyond(rules.thresholdPercent());
            boolean wasCritical = standing != null && standing.severity() == AlertSeverity.CRITICAL;
            AlertSeverity breach = null;
            if (departs && evidence.value() >= rules.bar() && lastDepartLike(weekSoFar, day)) {
                breach = AlertSeverity.CRITICAL;
            } else if (departs && weekSoFar.n() >= rules.minCompletions()) {
                breach = AlertSeverity.WARNING;
            }
            step(day, at, week, breach, complete && recovered(day), evidence);
            if (wasCritical || breach == AlertSeverity.CRITICAL) {
                evidenceAfter = day;
                detector = EDetector.zero();
            } else if (complete) {
                detector = evidence;
            }
            if (complete) {
                closedThrough = day;
            }
        }

        private void step(
                LocalDate day,
                Instant at,
                Window week,
                @Nullable AlertSeverity breach,
                boolean recovered,
                EDetector evidence) {
            Alert before = standing;
            if (before == null && breach == null) {
                return;
            }
            Window window = breach != null || before == null ? week : before.window();
            WindowSums sums = sums(window, day);
            if (sums.n() <= 0) {
                standing = before == null ? null : withoutItsRecords(before, sums, at);
                return;
            }
            Measures measures = VarianceExplanation.measures(
                    sums,
                    WindowSums.of(between(Window.dayOf(window.start().minus(USUAL_MIX)), Window.dayOf(window.start()))),
                    rules,
                    before != null && before.severity() == AlertSeverity.CRITICAL
                            ? before.measures().evidence()
                            : shown(evidence));
            LifeCycle.Step step = LifeCycle.step(
                    AlertRule.ROI_VARIANCE,
                    subject,
                    before,
                    new Reading(breach, recovered, window, measures, Window.startOf(day), at));
            standing = step.standing();
            step.published().ifPresent(alerts::add);
        }

        /**
         * Everything in the window of the alert was voided or belongs to another scope now: the comparison is void, and
         * once the window is over there is nothing that could recover.
         */
        private @Nullable Alert withoutItsRecords(Alert before, WindowSums sums, Instant at) {
            if (at.isBefore(before.window().end())) {
                return before;
            }
            Measures none = VarianceExplanation.measures(
                    sums, WindowSums.of(List.of()), rules, before.measures().evidence());
            LifeCycle.supersede(before.with(none), at).published().ifPresent(alerts::add);
            return null;
        }

        private Measures.Evidence shown(EDetector evidence) {
            BigDecimal value = BigDecimal.valueOf(evidence.value()).min(MOST_EVIDENCE);
            return new Measures.Evidence(value.setScale(6, RoundingMode.DOWN), BigDecimal.valueOf(rules.bar()));
        }

        private void enterEpoch(LocalDate day) {
            LocalDate current = epochs.floor(day);
            if (current == null || current.equals(epoch)) {
                return;
            }
            if (standing != null) {
                LifeCycle.supersede(standing, Window.startOf(current))
                        .published()
                        .ifPresent(alerts::add);
                standing = null;
            }
            epoch = current;
            LocalDate eve = current.minusDays(1);
            evidenceAfter = evidenceAfter == null || evidenceAfter.isBefore(eve) ? eve : evidenceAfter;
            foldEvidenceAgain();
        }

        void foldEvidenceAgain() {
            detector = EDetector.zero();
            if (closedThrough != null) {
                for (LocalDate day : cells.headMap(closedThrough, true).keySet()) {
                    detector = evidenceOf(day);
                }
            }
        }

        private EDetector evidenceOf(LocalDate day) {
            VarianceCell cell = cells.get(day);
            if (cell == null || cell.n() <= 0 || (evidenceAfter != null && !day.isAfter(evidenceAfter))) {
                return detector;
            }
            return detector.after(starts(day), cell.evidence());
        }

        /** The completions of the last day before that had any; 1 where there is none. */
        private long starts(LocalDate day) {
            Map.Entry<LocalDate, VarianceCell> previous = cells.lowerEntry(day);
            while (previous != null && previous.getValue().n() <= 0) {
                previous = cells.lowerEntry(previous.getKey());
            }
            return previous == null ? 1 : previous.getValue().n();
        }

        /** A week of few completions says little: the last ones a warning would need have to say the same. */
        private boolean lastDepartLike(WindowSums week, LocalDate day) {
            WindowSums last = WindowSums.of(List.of());
            for (VarianceCell cell : cellsUntil(day).descendingMap().values()) {
                last = last.plus(cell);
                if (last.n() >= rules.minCompletions()) {
                    return week.n() >= rules.minCompletions()
                            || (last.departsBeyond(rules.thresholdPercent()) && last.direction() == week.direction());
                }
            }
            return false;
        }

        /** Back to normal: the last completions, in whole days of this epoch, are within a band of the threshold. */
        private boolean recovered(LocalDate day) {
            WindowSums last = WindowSums.of(List.of());
            BigDecimal narrow = rules.thresholdPercent().multiply(AlertRules.NARROW_BAND);
            BigDecimal wide = rules.thresholdPercent().multiply(AlertRules.WIDE_BAND);
            for (VarianceCell cell : cellsUntil(day).descendingMap().values()) {
                boolean wasEnough = last.n() >= rules.recoveryCompletions();
                last = last.plus(cell);
                if (!wasEnough && last.n() >= rules.recoveryCompletions() && !last.departsBeyond(narrow)) {
                    return true;
                }
                if (last.n() >= rules.recoveryCompletions() * AlertRules.WIDE_BAND_FACTOR) {
                    return !last.departsBeyond(wide);
                }
            }
            return false;
        }

        private NavigableMap<LocalDate, VarianceCell> cellsUntil(LocalDate day) {
            return epoch == null ? cells.headMap(day, true) : cells.subMap(epoch, true, day, true);
        }

        /** The completions of a window up to and including a day, of this epoch. */
        private WindowSums sums(Window window, LocalDate through) {
            LocalDate end = Window.dayOf(window.end());
            LocalDate until = through.isBefore(end) ? through.plusDays(1) : end;
            return WindowSums.of(between(Window.dayOf(window.start()), until));
        }

        private Collection<VarianceCell> between(LocalDate from, LocalDate until) {
            LocalDate start = epoch != null && from.isBefore(epoch) ? epoch : from;
            return start.isBefore(until)
                    ? cells.subMap(start, true, until, false).values()
                    : List.of();
        }
    }
}
