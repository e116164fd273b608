package io.cohortroi.domain.metrics;

import java.time.DayOfWeek;
import java.time.LocalDate;

/**
 * What the completions of one event-time week earned.
 *
 * @param monday the week's first day, UTC
 * @param n completions with a multiplier; 0 for an empty week, whose mean and deviation mean nothing
 * @param mean of their multipliers
 * @param sd the population's standard deviation of their multipliers; 0 where n is 1
 */
public record WeekPoint(LocalDate monday, long n, double mean, double sd) {
    public WeekPoint {
        if (monday.getDayOfWeek() != DayOfWeek.MONDAY) {
            throw new IllegalArgumentException("a week begins on a Monday, found " + monday);
        }
        if (n < 0) {
            throw new IllegalArgumentException("a week has no fewer than 0 completions, found " + n);
        }
        if (n > 0 && !(Double.isFinite(mean) && Double.isFinite(sd) && sd >= 0)) {
            throw new IllegalArgumentException(
                    "a week has a finite mean and a deviation of at least 0, found " + mean + " and " + sd);
        }
    }

    /** A week without completions that have a multiplier. */
    public static WeekPoint empty(LocalDate monday) {
        return new WeekPoint(monday, 0, 0, 0);
    }
}
