package io.cohortroi.runtime.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many stream threads may die before the client stops: few in a short time, so that what can pass is waited for and
 * what cannot does not go round for ever; any number in a long time, so that a program that runs for months is not
 * stopped by its fourth mishap.
 */
final class DeathBudget {
    private final int deaths;
    private final Duration window;
    private final Deque<Instant> recent = new ArrayDeque<>();

    /** At most {@code deaths} within {@code window}. */
    DeathBudget(int deaths, Duration window) {
        this.deaths = deaths;
        this.window = window;
    }

    /** Notes a death; false where it is one too many. */
    synchronized boolean allows(Instant now) {
        while (!recent.isEmpty() && !recent.peekFirst().plus(window).isAfter(now)) {
            recent.removeFirst();
        }
        recent.addLast(now);
        return recent.size() <= deaths;
    }
}
