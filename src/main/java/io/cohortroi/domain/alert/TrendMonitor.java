package io.cohortroi.domain.alert;

import io.cohortroi.domain.metrics.TrendResult;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rule {@code trend_degrading} for one cohort: looks at the trend each time a week is over, in event order, and
 * again at the last one when a complete week was changed since. Called once at the end of the input it is the pure fold
 * over the final weeks. The alert is of the week in which the look falls, so it stands for at least a week, and is published once a week.
 */
public final class TrendMonitor {
    private final String subject;
    private final Function<LocalDate, TrendResult> trendBefore;

    /** @param trendBefore the trend of the complete weeks before a Monday */
    public TrendMonitor(String subject, Function<LocalDate, TrendResult> trendBefore) {
        this.subject = subject;
        this.trendBefore = trendBefore;
    }

    /**
     * @param lookedAt the Monday of the last look; absent before the first
     * @param alerts what to publish, in order
     */
    public record Advance(
            @Nullable LocalDate lookedAt, @Nullable Alert standing, List<Alert> alerts) {}

    /**
     * @param lookedAt the Monday of the last look
     * @param firstDay the first day that ever had completions
     * @param newestEvent event time of the newest record of the cohort; never goes back
     * @param changedFrom the earliest day whose cell changed since the last call
     */
    public Advance advance(
            @Nullable LocalDate lookedAt,
            @Nullable Alert standing,
            LocalDate firstDay,
            Instant newestEvent,
            LocalDate changedFrom) {
        LocalDate thisMonday = mondayOf(Window.dayOf(newestEvent));
        boolean again = lookedAt != null && changedFrom.isBefore(lookedAt);
        LocalDate next = mondayOf(lookedAt == null ? firstDay : lookedAt);
        Alert now = standing;
        List<Alert> alerts = new ArrayList<>();
        for (LocalDate monday = again ? next : next.plusWeeks(1);
                !monday.isAfter(thisMonday);
                monday = monday.plusWeeks(1)) {
            Reading reading = TrendDetector.read(trendBefore.apply(monday), Window.startOf(monday));
            LifeCycle.Step step = LifeCycle.step(AlertRule.TREND_DEGRADING, subject, now, reading);
            Alert after = step.standing();
            if (after == null || now == null || LifeCycle.isNews(now, after)) {
                now = after;
                step.published().ifPresent(alerts::add);
            }
        }
        return new Advance(thisMonday, now, alerts);
    }

    private static LocalDate mondayOf(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
