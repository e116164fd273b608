package io.cohortroi.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.RoiSums;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionEvent.Kind;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.roi.Workflow;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.testing.InMemoryBooks;
import io.cohortroi.testing.TopologyFixture;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Scripted histories of up to six events, in every order there is: the facts of the stage by learner end equal. */
class InterleavingTest {
    private static final String LEARNER = "l1";
    private static final NormsVersions NORMS = NormsVersions.pinned(NormsFile.shipped());
    private static final ReferenceData COMPLETE = ReferenceData.empty()
            .withWorkflow(new Versioned<>(
                    new Workflow(
                            "wf",
                            "wf",
                            "engineering",
                            List.of("api"),
                            BigDecimal.TEN,
                            Workflow.Difficulty.ADVANCED,
                            BigDecimal.ONE,
                            BigDecimal.ONE,
                            BigDecimal.TEN,
                            BigDecimal.ONE,
                            null,
                            null,
                            null),
                    1,
                    Instant.EPOCH,
                    Place.BUILT_IN));

    /** The coming of the catalogue, as an event of the history. */
    private static final Object CATALOGUE = "the workflow is defined";

    private static final Object NO_CATALOGUE = "the workflow is never defined";

    @Test
    void shouldCorrectAndVoidInEveryOrder() {
        assertSameFacts(
                profile(1, "north"),
                completion("c1", 3, 0, Kind.COMPLETED, "a"),
                completion("c1", 3, 1, Kind.CORRECTED, "a", "b"),
                completion("c1", 3, 2, Kind.VOIDED),
                completion("c2", 4, 0, Kind.COMPLETED, "a"),
                completion("c2", 5, 1, Kind.CORRECTED, "b"));
    }

    @Test
    void shouldAttributeToMovedLearnersInEveryOrder() {
        assertSameFacts(
                profile(1, "north"),
                profile(4, "south"),
                profile(6, null),
                completion("c1", 3, 0, Kind.COMPLETED, "a"),
                completion("c2", 4, 0, Kind.COMPLETED, "b"),
                completion("c3", 12, 0, Kind.COMPLETED, "b", "c"));
    }

    @Test
    void shouldCountCapabilitiesOnceInEveryOrder() {
        assertSameFacts(
                completion("c1", 3, 0, Kind.COMPLETED, "a", "b"),
                completion("c2", 3, 0, Kind.COMPLETED, "a", "c"),
                completion("c3", 2, 0, Kind.COMPLETED, "c"),
                completion("c3", 9, 1, Kind.CORRECTED, "c", "b"),
                completion("c1", 3, 1, Kind.VOIDED),
                profile(1, "north"));
    }

    @Test
    void shouldValueWhatWaitedForItsWorkflowInEveryOrder() {
        assertSameFacts(
                profile(1, "north"),
                completion("c1", 3, 0, Kind.COMPLETED, "a"),
                unvalued("c1", 3, 1, 2L),
                completion("c2", 5, 0, Kind.COMPLETED, "a"),
                unvalued("c3", 14, 1, 3L),
                CATALOGUE);
    }

    @Test
    void shouldTakeBackWhatAWaitingCorrectionReplacesInEveryOrder() {
        assertSameFacts(
                profile(1, "north"),
                completion("c1", 3, 0, Kind.COMPLETED, "a"),
                unvalued("c1", 3, 1, 2L),
                completion("c2", 5, 0, Kind.COMPLETED, "a"),
                profile(4, "south"),
                NO_CATALOGUE);
    }

    private static void assertSameFacts(Object... events) {
        TreeSet<String> ends = new TreeSet<>();
        List<List<Object>> orders = new ArrayList<>();
        permute(new ArrayList<>(List.of(events)), 0, orders);
        orders.forEach(order -> ends.add(factsAfter(order)));
        assertThat(ends).as(orders.size() + " orders").hasSize(1);
        assertThat(orders).hasSize(720);
    }

    private static void permute(List<Object> events, int from, List<List<Object>> into) {
        if (from == events.size()) {
            into.add(List.copyOf(events));
        }
        for (int i = from; i < events.size(); i++) {
            java.util.Collections.swap(events, from, i);
            permute(events, from + 1, into);
            java.util.Collections.swap(events, from, i);
        }
    }

    private static String factsAfter(List<Object> order) {
        LearnerStage stage = new LearnerStage(TopologyFixture.options(true).policy());
        InMemoryBooks books = new InMemoryBooks();
        Map<String, RoiSums> sums = new TreeMap<>();
        ReferenceData reference =
                order.contains(CATALOGUE) || order.contains(NO_CATALOGUE) ? ReferenceData.empty() : COMPLETE;
        Instant clock = Instant.EPOCH;
        long offset = 0;
        for (Object event : order) {
            if (event instanceof LearnerEvent profile) {
                clock = later(clock, profile.updatedAt());
                add(sums, stage.onProfile(books, profile, place("learners", offset++), clock, reference, NORMS));
            } else if (event instanceof CompletionEvent completion) {
                clock = later(clock, completion.completedAt());
                Place place = place("training-completions", offset++);
                add(sums, stage.onCompletion(books, completion, place, clock, reference, NORMS));
            } else if (event.equals(CATALOGUE)) {
                reference = COMPLETE;
                release(stage, books, clock, reference, sums);
            }
        }
        release(stage, books, Instant.MAX, reference, sums);
        sums.values().removeIf(sum -> sum.completions() == 0 && sum.cost().signum() == 0);
        StringBuilder facts = new StringBuilder();
        for (CompletionState state : books.completions(LEARNER)) {
            CompletionState.Booked booked = state.booked();
            facts.append(state.winner().eventId()).append(' ').append(state.waitsFor());
            if (state.waitsFor() != CompletionState.Wait.NOTHING) {
                assertThat(booked == null || booked.isVoid()).isTrue();
                continue;
            }
            facts.append(' ').append(booked.cohort());
            facts.append(' ').append(booked.valuation().cost());
            facts.append(' ').append(booked.valuation().benefit());
            facts.append(' ').append(booked.valuation().inputs().units()).append('\n');
        }
        // The baseline is a judgement, so its sum is no fact.
        sums.forEach((cohort, sum) -> facts.append(cohort)
                .append(' ')
                .append(List.of(sum.completions(), sum.roi(), sum.cost(), sum.benefit(), sum.capabilitiesAdded()))
                .append('\n'));
        return facts.toString() + books.learner(LEARNER).completions();
    }

    private static void release(
            LearnerStage stage,
            InMemoryBooks books,
            Instant clock,
            ReferenceData reference,
            Map<String, RoiSums> sums) {
        for (String id : new TreeSet<>(books.waiting())) {
            add(sums, stage.onWaiting(books, LEARNER, id, clock, reference, NORMS));
        }
    }

    private static void add(Map<String, RoiSums> sums, Effects effects) {
        for (Effects.Booked booked : effects.bookings()) {
            Booking booking = booked.booking();
            RoiSums one = RoiSums.of(booking);
            sums.merge(booking.cohort(), booked.sign() > 0 ? one : one.negated(), RoiSums::plus);
        }
    }

    private static LearnerEvent profile(int day, String cohort) {
        return new LearnerEvent(LEARNER, cohort != null, day(1), day(day), cohort, new TreeMap<>());
    }

    private static CompletionEvent completion(String id, int day, int revision, Kind kind, String... capabilities) {
        return event(id, day, revision, kind, null, List.of(capabilities), new BigDecimal("100.10"));
    }

    /** Bare units and no cost, so that it needs its workflow. */
    private static CompletionEvent unvalued(String id, int day, int revision, long units) {
        return event(id, day, revision, Kind.CORRECTED, units, List.of(), null);
    }

    private static CompletionEvent event(
            String id, int day, int revision, Kind kind, Long units, List<String> capabilities, BigDecimal money) {
        return new CompletionEvent(
                "e-" + id + "-" + revision,
                id,
                LEARNER,
                "wf",
                kind,
                day(day),
                units,
                capabilities,
                BigDecimal.ONE,
                BigDecimal.ONE,
                true,
                money,
                money,
                null,
                null,
                revision);
    }

    private static Instant day(int day) {
        return Scenario.START.plus(java.time.Duration.ofDays(day));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Place place(String topic, long offset) {
        return new Place(topic, 0, offset);
    }
}
