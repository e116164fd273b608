package io.cohortroi.runtime.simulator;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.runtime.simulator.Messages.Activity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What members do on a day when no training ends. Each archetype does one thing that the others do not: fast learners
 * finish modules, two or three on each of few days; specialists stay in one domain; power users come nearly every day;
 * retainers remember, in tests and by using again what they learned; generalists do a little of everything.
 */
final class Behaviour {
    private final long seed;

    Behaviour(long seed) {
        this.seed = seed;
    }

    /** A thing done at a moment. */
    private record Doing(String eventId, Instant at, Activity activity) {}

    /** Everything of that day, in order; nothing before the member starts or after leaving. */
    void onDay(Member member, LocalDate day, Delivery delivery, List<Happening> into) {
        if (day.isBefore(member.startDay())) {
            return;
        }
        Dice dice = Dice.of(seed, "day", member.number(), day.toEpochDay());
        boolean weekend = day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        if (!dice.chance(presence(member.archetype(), weekend))) {
            return;
        }
        for (Doing doing : doings(member, day, dice)) {
            if (!member.hasLeft(doing.at)) {
                Happening.Telling telling = Messages.activity(member, doing.eventId, doing.activity);
                delivery.deliver(dice, doing.at, telling, into);
            }
        }
    }

    private static double presence(Archetype archetype, boolean weekend) {
        return switch (archetype) {
            case FAST_LEARNER -> weekend ? 0.03 : 0.22;
            case SPECIALIST, LONG_TERM_RETAINER -> weekend ? 0.05 : 0.30;
            case POWER_USER -> weekend ? 0.30 : 0.94;
            case GENERALIST -> weekend ? 0.04 : 0.28;
        };
    }

    private static List<Doing> doings(Member member, LocalDate day, Dice dice) {
        int count = member.archetype() == Archetype.FAST_LEARNER ? dice.between(2, 3) : 1;
        List<Doing> doings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = String.format(Locale.ROOT, "A-%04d-%d-%d", member.number(), day.toEpochDay(), i + 1);
            var at = day.atTime(8 + 4 * i + dice.between(0, 3), dice.between(0, 59), dice.between(0, 59));
            doings.add(new Doing(id, at.toInstant(ZoneOffset.UTC), activity(member, dice)));
        }
        return doings;
    }

    private static Activity activity(Member member, Dice dice) {
        String domain = domain(member, dice);
        double share = dice.between(0.0, 1.0);
        return switch (member.archetype()) {
            case FAST_LEARNER -> share < 0.85 ? module(domain, dice) : quiz(domain, 0.62, 0.84, dice);
            case LONG_TERM_RETAINER ->
                share < 0.55 ? quiz(domain, 0.93, 1.0, dice) : share < 0.9 ? use(domain, true) : session(domain, dice);
            case SPECIALIST, POWER_USER, GENERALIST ->
                share < 0.15
                        ? quiz(domain, 0.62, 0.84, dice)
                        : share < 0.3
                                ? use(domain, false)
                                : share < 0.4 ? feedback(domain, dice) : session(domain, dice);
        };
    }

    private static String domain(Member member, Dice dice) {
        boolean own = member.archetype() == Archetype.SPECIALIST && dice.chance(0.94);
        return own ? member.favouriteDomain() : dice.pick(Catalogue.DOMAINS);
    }

    private static Activity module(String domain, Dice dice) {
        return new Activity("module_completed", domain, dice.between(20, 90), null, null, false);
    }

    private static Activity session(String domain, Dice dice) {
        return new Activity("session", domain, dice.between(10, 75), null, null, false);
    }

    private static Activity use(String domain, boolean again) {
        return new Activity("capability_used", domain, null, null, null, again);
    }

    private static Activity feedback(String domain, Dice dice) {
        return new Activity("feedback", domain, null, null, dice.chance(0.6), false);
    }

    private static Activity quiz(String domain, double least, double most, Dice dice) {
        BigDecimal score = BigDecimal.valueOf(dice.between(least, most)).setScale(2, RoundingMode.HALF_UP);
        return new Activity("quiz", domain, dice.between(5, 25), score, null, false);
    }
}
