package io.cohortroi.domain.stage;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.VarianceCell;
import io.cohortroi.domain.alert.VarianceMonitor;
import io.cohortroi.domain.metrics.RoiSums;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.metrics.Trend;
import io.cohortroi.domain.metrics.TrendResult;
import io.cohortroi.domain.metrics.WeekPoint;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The stage by scope: merges differences, keeps one cell per event day, and says what the scope looks like. Everything
 * it says is a function of the cells and the newest event time, so that no order of arrival shows.
 */
public final class ScopeAccount {
    /** Days of the series, the newest event's day included. */
    public static final int DAYS = 60;

    /** Weeks of the series, the newest event's week included. */
    public static final int WEEKS = 53;

    private final Scope scope;
    private final NavigableMap<LocalDate, DayCell> days;
    private ScopeTotals totals;
    private @Nullable LocalDate changedFrom;

    /** @param days all cells of the scope; the account owns the map from here on */
    public ScopeAccount(Scope scope, ScopeTotals totals, NavigableMap<LocalDate, DayCell> days) {
        this.scope = scope;
        this.totals = totals;
        this.days = days;
    }

    public ScopeTotals totals() {
        return totals;
    }

    /** The earliest day that changed since the variance was last looked at. */
    @Nullable
    LocalDate changedFrom() {
        return changedFrom;
    }

    /** The first day that ever had completions. */
    Optional<LocalDate> firstDay() {
        return days.isEmpty() ? Optional.empty() : Optional.of(days.firstKey());
    }

    /** The days of the scope as the alert rules see them. */
    NavigableMap<LocalDate, VarianceCell> varianceCells() {
        NavigableMap<LocalDate, VarianceCell> cells = new TreeMap<>();
        days.forEach((day, cell) -> cells.put(day, cell.variance()));
        return cells;
    }

    /** The trend of the weeks that are over at a Monday. */
    TrendResult trendBefore(LocalDate monday) {
        List<ScopeMetrics.Cell> weeks = new ArrayList<>();
        for (LocalDate week = monday.minusWeeks(Trend.WEEKS); week.isBefore(monday); week = week.plusWeeks(1)) {
            RoiSums sums = RoiSums.ZERO;
            for (DayCell cell : days.subMap(week, week.plusWeeks(1)).values()) {
                sums = sums.plus(cell.sums());
            }
            weeks.add(new ScopeMetrics.Cell(week, sums));
        }
        return trendOf(weeks);
    }

    public DayCell day(LocalDate day) {
        return days.getOrDefault(day, DayCell.empty(day));
    }

    /** Merges a difference; the days it touches are the keys of {@link ScopeDelta#days}. */
    public void merge(ScopeDelta delta) {
        totals = totals.plus(delta);
        delta.days()
                .forEach((day, partial) ->
                        days.merge(day, DayCell.empty(day).plus(partial), (known, fresh) -> known.plus(partial)));
        if (!delta.days().isEmpty()) {
            LocalDate first = delta.days().firstKey();
            changedFrom = changedFrom == null || first.isBefore(changedFrom) ? first : changedFrom;
        }
    }

    /**
     * Looks at the variance rule.
     *
     * @param epochs days on which a new baseline took effect for the scope
     * @return what to publish, in order
     */
    public List<Alert> watch(AlertRules rules, NavigableSet<LocalDate> epochs) {
        Instant newest = totals.newestEvent();
        if (newest == null || scope.kind() == Scope.Kind.OVERALL) {
            return List.of();
        }
        NavigableMap<LocalDate, VarianceCell> cells = varianceCells();
        LocalDate from = changedFrom == null ? LocalDate.ofInstant(newest, ZoneOffset.UTC) : changedFrom;
        VarianceMonitor.Advance advance =
                new VarianceMonitor(scope.key(), rules).advance(totals.variance(), cells, epochs, newest, from);
        totals = totals.withVariance(advance.state());
        changedFrom = null;
        return advance.alerts();
    }

    /** The scope as it stands; null before the first event. */
    public @Nullable ScopeMetrics metrics() {
        Instant newest = totals.newestEvent();
        if (newest == null) {
            return null;
        }
        LocalDate today = LocalDate.ofInstant(newest, ZoneOffset.UTC);
        LocalDate thisWeek = mondayOf(today);
        NavigableMap<LocalDate, RoiSums> byWeek = new TreeMap<>();
        days.headMap(today, true)
                .tailMap(thisWeek.minusWeeks(WEEKS - 1L), true)
                .forEach((day, cell) -> byWeek.merge(mondayOf(day), cell.sums(), RoiSums::plus));
        List<ScopeMetrics.Cell> daySeries = new ArrayList<>(DAYS);
        for (LocalDate day = today.minusDays(DAYS - 1L); !day.isAfter(today); day = day.plusDays(1)) {
            daySeries.add(new ScopeMetrics.Cell(day, day(day).sums()));
        }
        List<ScopeMetrics.Cell> weekSeries = new ArrayList<>(WEEKS);
        for (LocalDate week = thisWeek.minusWeeks(WEEKS - 1L); !week.isAfter(thisWeek); week = week.plusWeeks(1)) {
            weekSeries.add(new ScopeMetrics.Cell(week, byWeek.getOrDefault(week, RoiSums.ZERO)));
        }
        return new ScopeMetrics(
                scope,
                totals.membership(),
                totals.sums(),
                totals.sketch(),
                trendOf(weekSeries.subList(0, WEEKS - 1)),
                daySeries,
                weekSeries,
                newest);
    }

    private static TrendResult trendOf(List<ScopeMetrics.Cell> completeWeeks) {
        List<WeekPoint> points = new ArrayList<>();
        for (ScopeMetrics.Cell week : completeWeeks) {
            BigDecimal mean = week.sums().meanRoi();
            BigDecimal deviation = week.sums().stddevRoi();
            long n = week.sums().withMultiplier();
            points.add(
                    mean == null || deviation == null
                            ? WeekPoint.empty(week.start())
                            : new WeekPoint(week.start(), n, mean.doubleValue(), deviation.doubleValue()));
        }
        return Trend.of(points);
    }

    private static LocalDate mondayOf(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
