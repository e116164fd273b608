package io.cohortroi.runtime.simulator;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.runtime.simulator.Member.Stay;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who ever learns here: the 700 of the past, of whom some came late, moved or left, and for two years after it
 * one who comes and one who leaves every third day, and one who moves every fourth.
 */
final class Roster {
    private static final String ASSIGNED_DEPARTMENT = "External";
    private static final List<String> ROLES = List.of("analyst", "specialist", "engineer", "consultant", "lead");
    private static final List<String> LOCATIONS = List.of("Lisbon", "Hamburg", "Kraków", "Toronto", "Singapore");
    private static final int LIFE_DAYS = 730;
    private static final int LEAVERS = 20;
    private static final int MOVERS = 18;
    private static final int ANNOUNCED_LATE = 8;

    private final long seed;
    private final LocalDate firstDay;
    private final Instant end;
    private final List<Member> members = new ArrayList<>();

    /** @param firstDay the first of the past */
    Roster(long seed, LocalDate firstDay, Instant end) {
        this.seed = seed;
        this.firstDay = firstDay;
        this.end = end;
        List<Place> places = places();
        for (int index = 0; index < places.size(); index++) {
            members.add(founder(index, places.get(index)));
        }
        LocalDate lastDay = LocalDate.ofInstant(end, ZoneOffset.UTC);
        for (int day = 3; day < LIFE_DAYS; day += 3) {
            members.add(newcomer(members.size(), weekday(lastDay.plusDays(day))));
        }
    }

    /** By number, from 1. */
    List<Member> members() {
        return members;
    }

    private record Place(CohortPlan cohort, Archetype archetype) {}

    /** Everybody's cohort and archetype, in the order of learner numbers. */
    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (CohortPlan cohort : CohortPlan.ALL) {
            for (int index = 0; index < cohort.mix().size(); index++) {
                for (int i = 0; i < cohort.mix().get(index); i++) {
                    places.add(new Place(cohort, CohortPlan.archetype(index)));
                }
            }
        }
        Dice.of(seed, "places").shuffle(places);
        return places;
    }

    /** The first 20 leave and the next 18 move in the past, the 8 after them are announced late; of the others some do later. */
    private Member founder(int index, Place place) {
        Dice dice = Dice.of(seed, "member", index);
        boolean leaves = index < LEAVERS;
        boolean moves = !leaves && index < LEAVERS + MOVERS;
        boolean announcedLate = !leaves && !moves && index < LEAVERS + MOVERS + ANNOUNCED_LATE;
        boolean eventful = leaves || moves || announcedLate;
        int late = eventful ? dice.between(0, 11) : startDay(dice);
        LocalDate startDay = weekday(firstDay.plusDays(late));
        List<Stay> stays = new ArrayList<>();
        Instant leavesAt = null;
        if (moves) {
            stays.add(new Stay(otherThan(place.cohort, dice), Instant.EPOCH));
            stays.add(new Stay(place.cohort, morning(startDay.plusDays(dice.between(60, 150)))));
        } else {
            stays.add(new Stay(place.cohort, Instant.EPOCH));
        }
        if (leaves) {
            leavesAt = morning(startDay.plusDays(dice.between(70, 160)));
        }
        boolean assigned = !eventful && dice.chance(0.1);
        LocalDate lastDay = LocalDate.ofInstant(end, ZoneOffset.UTC);
        int later = index - LEAVERS - MOVERS - ANNOUNCED_LATE;
        if (later >= 0 && later < LIFE_DAYS / 3) {
            leavesAt = morning(lastDay.plusDays(3L * later + 4));
        } else if (later >= LIFE_DAYS / 3 && later < LIFE_DAYS / 3 + LIFE_DAYS / 4 && !assigned) {
            stays.add(new Stay(
                    otherThan(place.cohort, dice), morning(lastDay.plusDays(4L * (later - LIFE_DAYS / 3) + 5))));
        }
        return member(index, place, startDay, stays, leavesAt, assigned, announcedLate, dice);
    }

    private Member newcomer(int index, LocalDate startDay) {
        Dice dice = Dice.of(seed, "member", index);
        List<Integer> sizes = CohortPlan.ALL.stream().map(CohortPlan::learners).toList();
        CohortPlan cohort = CohortPlan.ALL.get(dice.weighted(sizes));
        Place place = new Place(cohort, CohortPlan.archetype(dice.weighted(cohort.mix())));
        List<Stay> stays = List.of(new Stay(cohort, Instant.EPOCH));
        return member(index, place, startDay, stays, null, false, false, dice);
    }

    private static Member member(
            int index,
            Place place,
            LocalDate startDay,
            List<Stay> stays,
            @Nullable Instant leavesAt,
            boolean assigned,
            boolean announcedLate,
            Dice dice) {
        Instant promotedAt = dice.chance(0.08) ? morning(startDay.plusDays(dice.between(30, 300))) : null;
        return new Member(
                index + 1,
                place.archetype,
                startDay,
                List.copyOf(stays),
                leavesAt,
                promotedAt,
                dice.pick(place.cohort.domains()),
                dice.pick(ROLES),
                dice.pick(LOCATIONS),
                Duration.ofDays(dice.between(20, 2000)),
                assigned,
                announcedLate);
    }

    /** Most begin in the first two weeks, some in the first two months, a few later. */
    private static int startDay(Dice dice) {
        double share = dice.between(0.0, 1.0);
        if (share < 0.82) {
            return dice.between(0, 11);
        }
        return share < 0.94 ? dice.between(14, 45) : dice.between(46, 110);
    }

    private static CohortPlan otherThan(CohortPlan cohort, Dice dice) {
        return dice.pick(
                CohortPlan.ALL.stream().filter(other -> !other.equals(cohort)).toList());
    }

    static LocalDate weekday(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY
                ? day.minusDays(1)
                : day.getDayOfWeek() == DayOfWeek.SUNDAY ? day.plusDays(1) : day;
    }

    private static Instant morning(LocalDate day) {
        return weekday(day).atTime(8, 0).toInstant(ZoneOffset.UTC);
    }

    /** What the source says where the learner works; the rules of the cohorts go by it. */
    static String departmentOf(Member member, CohortPlan cohort) {
        List<String> departments = cohort.departments();
        return member.assigned() ? ASSIGNED_DEPARTMENT : departments.get(member.number() % departments.size());
    }
}
