package io.cohortroi.runtime.simulator;

import io.cohortroi.runtime.importer.EventSequence;
import io.cohortroi.runtime.importer.Hash;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.importer.Source;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * A company of 700 learners in five cohorts. Its past, some 27 weeks, ends on a Friday at 18:00 UTC, so that the last
 * week is nearly whole on whatever day one asks; its life goes on from there. The same seed and end give the same events.
 *
 * <p>When the past has been processed the cohorts stand as in the business plan: cohort-001 has 156 learners and a mean ROI of
 * 1.78, improving; cohort-002 203, 1.45, stable; cohort-003 89, 1.92, improving; cohort-004 142, 1.33, degrading, and in
 * its last week more than 10 % under what is expected of it; cohort-005 110, 1.68, stable.
 */
public final class SimulatedCompany implements Source {
    private static final int END_HOUR = 18;
    private static final int WEEKS_BEFORE = 27;
    private static final double MINUTES_PER_WEEK = 7 * 24 * 60;

    private final long seed;
    private final Instant end;
    private final LocalDate firstDay;
    private final TrainingPlan trainings;
    private final Behaviour behaviour;
    private final Delivery delivery;
    private final Paperwork paperwork;
    private final Profiles profiles;
    private final Mishaps mishaps;
    private final Roster roster;

    /** @param pastEnd the past ends with the last Friday 18:00 UTC that is not after it */
    public SimulatedCompany(long seed, Instant pastEnd) {
        this.seed = seed;
        this.end = fridayNotAfter(pastEnd);
        LocalDate lastDay = LocalDate.ofInstant(end, ZoneOffset.UTC);
        this.firstDay =
                lastDay.with(TemporalAdjusters.previous(DayOfWeek.MONDAY)).minusWeeks(WEEKS_BEFORE);
        this.trainings = new TrainingPlan(seed);
        this.behaviour = new Behaviour(seed);
        this.delivery = new Delivery(end);
        this.paperwork = new Paperwork(seed, delivery);
        this.profiles = new Profiles(seed, trainings, delivery);
        this.mishaps = new Mishaps(seed);
        this.roster = new Roster(seed, firstDay, end);
    }

    @Override
    public String name() {
        return "company";
    }

    /** The moment the past ends; no event of the past is later. */
    public Instant end() {
        return end;
    }

    @Override
    public EventSequence prepare(ImportTally tally, ProgressListener progress) {
        EventSequence past = past();
        past.forEach(event -> tally.mapped(event.topic(), 1));
        return past;
    }

    /** Reference data and what finance has booked, then everything up to the end in the order in which the company's systems tell it. */
    public EventSequence past() {
        LocalDate lastDay = LocalDate.ofInstant(end, ZoneOffset.UTC);
        List<Happening> all = new ArrayList<>();
        List<Training> finished = new ArrayList<>();
        for (Member member : roster.members()) {
            profiles.of(member, all);
            for (LocalDate day = firstDay; !day.isAfter(lastDay); day = day.plusDays(1)) {
                behaviour.onDay(member, day, delivery, all);
            }
            finished.addAll(trainings.between(member, firstDay, lastDay));
        }
        PastTargets targets = new PastTargets(seed, end, finished);
        Bookkeeping bookkeeping = new Bookkeeping(seed, end);
        finished.forEach(training -> {
            double roi = targets.of(training);
            paperwork.on(training, roi, all);
            bookkeeping.charge(training, paperwork.costOf(training, roi));
        });
        List<Happening> told = all.stream()
                .filter(happening -> !happening.publishAt().isAfter(end))
                .sorted(Comparator.comparing(Happening::publishAt))
                .toList();
        List<ImportedEvent> first = new ArrayList<>(Catalogue.reference());
        first.addAll(bookkeeping.entries());
        return new Sequence(first, told, Hash.sha256("company " + seed + " " + end));
    }

    /**
     * What the company's systems tell after the past, without end, in order. Nothing is told twice that the past told.
     *
     * @param from everything told at this moment or later; for all of it {@link #end()}
     */
    Iterator<Happening> life(Instant from) {
        Instant first = from.isAfter(end) ? from : end.plusMillis(1);
        return new Life(this::begunOn, first);
    }

    private List<Happening> begunOn(LocalDate day) {
        List<Happening> all = new ArrayList<>();
        for (Member member : roster.members()) {
            behaviour.onDay(member, day, delivery, all);
            for (Training training : trainings.between(member, day, day)) {
                if (training.completedAt().isAfter(end)) {
                    paperwork.on(training, lifeRoi(training), all);
                }
            }
        }
        profilesOf(day, all);
        if (day.atStartOfDay().toInstant(ZoneOffset.UTC).isAfter(end)) {
            mishaps.onDay(day, roster.members(), all);
        }
        return all;
    }

    /** Profiles from that day, whenever they are told. */
    private void profilesOf(LocalDate day, List<Happening> into) {
        List<Happening> all = new ArrayList<>();
        roster.members().forEach(member -> profiles.of(member, all));
        all.stream()
                .filter(happening -> LocalDate.ofInstant(happening.eventTime(), ZoneOffset.UTC)
                        .equals(day))
                .forEach(into::add);
    }

    private double lifeRoi(Training training) {
        CohortPlan cohort = training.member().cohortAt(training.completedAt());
        double weeks = Duration.between(end, training.completedAt()).toMinutes() / MINUTES_PER_WEEK;
        return cohort.levelAt(weeks) * training.weight() / TrainingPlan.meanWeight(cohort);
    }

    private static Instant fridayNotAfter(Instant time) {
        LocalDate friday =
                LocalDate.ofInstant(time, ZoneOffset.UTC).with(TemporalAdjusters.previousOrSame(DayOfWeek.FRIDAY));
        Instant end = friday.atTime(END_HOUR, 0).toInstant(ZoneOffset.UTC);
        return end.isAfter(time) ? fridayNotAfter(time.minusSeconds(86_400)) : end;
    }

    private record Sequence(List<ImportedEvent> reference, List<Happening> told, String fingerprint)
            implements EventSequence {
        @Override
        public long size() {
            return (long) reference.size() + told.size();
        }

        @Override
        public Iterator<ImportedEvent> iterator() {
            Iterator<ImportedEvent> first = reference.iterator();
            Iterator<Happening> then = told.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return first.hasNext() || then.hasNext();
                }

                @Override
                public ImportedEvent next() {
                    return first.hasNext() ? first.next() : then.next().told();
                }
            };
        }
    }
}
