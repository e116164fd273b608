package io.cohortroi.runtime.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How the systems between the learners and the stream behave: most of what happens is told at once, some of it hours or
 * days late, a little of it twice. What belongs to the past has arrived when the past ends.
 */
final class Delivery {
    private static final double LATE = 0.015;
    private static final double VERY_LATE = 0.001;
    private static final double REPEATED = 0.008;

    private final Instant end;

    Delivery(Instant end) {
        this.end = end;
    }

    /** Whether something about an event of that time may be published at that moment. */
    boolean isOpen(Instant eventTime, Instant publishAt) {
        return eventTime.isAfter(end) || !publishAt.isAfter(end);
    }

    void deliver(Dice dice, Instant eventTime, Happening.Telling telling, List<Happening> into) {
        Instant publishAt = eventTime.plus(delay(dice));
        if (!isOpen(eventTime, publishAt)) {
            publishAt = eventTime;
        }
        into.add(new Happening(publishAt, eventTime, telling));
        Instant again = publishAt.plus(dice.between(Duration.ofMinutes(1), Duration.ofDays(2)));
        if (dice.chance(REPEATED) && isOpen(eventTime, again)) {
            into.add(new Happening(again, eventTime, telling));
        }
    }

    private static Duration delay(Dice dice) {
        if (dice.chance(VERY_LATE)) {
            return dice.between(Duration.ofDays(8), Duration.ofDays(11));
        }
        return dice.chance(LATE) ? dice.between(Duration.ofHours(2), Duration.ofDays(3)) : Duration.ZERO;
    }
}
