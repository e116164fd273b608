package io.cohortroi.domain.alert;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;

/** A stretch of event time: the start belongs to it, the end does not. */
public record Window(Instant start, Instant end) {
    public Window {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a window ends after it starts, found " + start + " to " + end);
        }
    }

    /** The week of a day, from Monday 00:00 UTC: 2025-10-22 lies in 2025-10-20 to 2025-10-27. */
    public static Window weekOf(LocalDate day) {
        Instant monday = startOf(day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
        return new Window(monday, monday.plus(Duration.ofDays(7)));
    }

    static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
