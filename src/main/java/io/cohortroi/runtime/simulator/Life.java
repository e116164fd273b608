package io.cohortroi.runtime.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * What happens after the past, day by day without end, in the order in which it is told. A day does not depend on the days
 * before, so life can go on from any moment: what is told from there on is the same, with the same ids.
 */
final class Life implements Iterator<Happening> {
    /** Nothing is told later than this after it happened. */
    private static final int TOLD_WITHIN_DAYS = 16;

    /** Everything that begins on one day, whenever it is told. */
    @FunctionalInterface
    interface Day {
        List<Happening> begunOn(LocalDate day);
    }

    private final Day days;
    private final Instant from;
    private LocalDate next;
    private List<Happening> later = new ArrayList<>();
    private Iterator<Happening> today = List.<Happening>of().iterator();

    /** @param from what was told at this moment or later is told (again) */
    Life(Day days, Instant from) {
        this.days = days;
        this.from = from;
        this.next = LocalDate.ofInstant(from, ZoneOffset.UTC).minusDays(TOLD_WITHIN_DAYS);
    }

    /** Always true. */
    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public Happening next() {
        while (!today.hasNext()) {
            List<Happening> known = later;
            known.addAll(days.begunOn(next));
            next = next.plusDays(1);
            Instant midnight = next.atStartOfDay().toInstant(ZoneOffset.UTC);
            later = new ArrayList<>();
            List<Happening> told = new ArrayList<>();
            for (Happening happening : known) {
                if (!happening.publishAt().isBefore(midnight)) {
                    later.add(happening);
                } else if (!happening.publishAt().isBefore(from)) {
                    told.add(happening);
                }
            }
            told.sort(Comparator.comparing(Happening::publishAt));
            today = told.iterator();
        }
        return today.next();
    }
}
