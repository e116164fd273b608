package io.cohortroi.domain.learner;

import static io.cohortroi.domain.learner.Histories.START;
import static io.cohortroi.domain.learner.Histories.completion;
import static io.cohortroi.domain.learner.Histories.day;
import static io.cohortroi.domain.learner.Histories.quiz;
import static io.cohortroi.domain.learner.Histories.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraitStateTest {
    @Test
    void shouldCountWhatWasSeen() {
        TraitState state = TraitState.initial()
                .onActivity(quiz(START, 0.8))
                .onActivity(session(day(1), "forum", 3))
                .onCompletion(completion(day(1), 4, 0.9));

        assertThat(state.activities()).isEqualTo(2);
        assertThat(state.quizzes()).isEqualTo(1);
        assertThat(state.completions()).isEqualTo(1);
        assertThat(state.sum(TraitState.DAYS)).isEqualTo(2);
        assertThat(state.sum(TraitState.GAINED)).isEqualTo(4);
        assertThat(state.sum(TraitState.RESULTS)).isEqualTo(2);
        assertThat(state.firstEventAt()).contains(START);
        assertThat(state.lastEventAt()).contains(day(1));
        assertThat(state.registeredAt()).isEmpty();
    }

    @Test
    void shouldKeepTheEarliestRegistrationAndTakeItForNoActivity() {
        TraitState state =
                TraitState.initial().onRegistered(day(3)).onRegistered(day(1)).onRegistered(day(2));

        assertThat(state.registeredAt()).contains(day(1));
        assertThat(state.isEmpty()).isTrue();
        assertThat(state.firstEventAt()).isEmpty();
        assertThat(state.lastEventAt()).isEmpty();
    }

    @Test
    void shouldBeTheSameInAnyOrderWithinSixtyFourDays() {
        long seed = 42;
        Random random = new Random(seed);
        List<ActivityEvent> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Instant at = START.plusSeconds(random.nextInt(63 * 86_400));
            events.add(
                    random.nextInt(4) == 0 ? quiz(at, random.nextDouble()) : session(at, "d" + random.nextInt(9), i));
        }
        TraitState once = fold(events);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(events, random);
            assertThat(fold(events)).as("seed %d, shuffle %d", seed, i).isEqualTo(once);
        }
    }

    @Test
    void shouldCountAnEventFarBehindButNotItsDay() {
        TraitState state = fold(List.of(session(day(100), "a", 1), session(day(0), "a", 1), session(day(40), "a", 1)));

        assertThat(state.activities()).isEqualTo(3);
        assertThat(state.firstEventAt()).contains(START);
        assertThat(state.sum(TraitState.DAYS)).isEqualTo(2);
    }

    @Test
    void shouldNeverFailHoweverTimesAndNumbersCome() {
        TraitState state = fold(List.of(
                session(Instant.MAX, "a", Long.MAX_VALUE),
                session(Instant.MIN, "b", Long.MIN_VALUE),
                quiz(Instant.EPOCH, Double.NaN),
                quiz(START, 7)));
        state = state.onCompletion(completion(day(-1_000), Long.MAX_VALUE, null));

        Traits traits = ArchetypeModel.assess(state, Norms.unscaled("n"), "c", Instant.MAX)
                .traits();
        for (double trait : new double[] {
            traits.learningVelocity(),
            traits.domainAffinity(),
            traits.interactionFrequency(),
            traits.feedbackResponsiveness(),
            traits.retentionStrength()
        }) {
            assertThat(trait).isBetween(0.0, 1.0);
        }
    }

    @Test
    void shouldRememberSteadyBehaviourAsItIsWhenOldYearsFade() {
        RawTraits young = RawTraits.of(Histories.steady(700, 2, 3, 4, 0.8), day(699));
        RawTraits old = RawTraits.of(Histories.steady(3_000, 2, 3, 4, 0.8), day(2_999));

        assertThat(old.frequency()).isBetween(young.frequency() - 0.01, young.frequency() + 0.01);
        assertThat(old.velocity()).isBetween(young.velocity() - 0.01, young.velocity() + 0.01);
        assertThat(old.affinity()).isBetween(young.affinity() - 0.01, young.affinity() + 0.01);
        assertThat(old.retention()).isBetween(young.retention() - 0.01, young.retention() + 0.01);
    }

    @Test
    void shouldForgetALongPastInFavourOfTheLastYears() {
        TraitState state = TraitState.initial();
        for (int day = 0; day < 2_000; day++) {
            state = state.onActivity(session(day(day), day < 1_000 ? "old" : "new-" + day % 8, 1));
        }
        assertThat(RawTraits.of(state, day(1_999)).affinity()).isLessThan(0.4);
    }

    @Test
    void shouldReadBackWhatItWrote() {
        for (TraitState state : List.of(
                TraitState.initial(),
                TraitState.initial().onRegistered(START),
                Histories.steady(900, 3, 5, 2, 0.7).onRegistered(day(-20)),
                fold(List.of(quiz(START, 1), session(START.minusSeconds(1_000_000_000_000L), "x", Long.MAX_VALUE))))) {
            BinaryReader in = new BinaryReader(bytes(state));
            assertThat(TraitState.read(in)).isEqualTo(state);
            in.requireEnd();
        }
    }

    @Test
    void shouldStayConstantInSize() {
        int year = bytes(Histories.steady(365, 1, 16, 3, 0.8)).length;
        int decade = bytes(Histories.steady(3_650, 1, 16, 3, 0.8)).length;

        assertThat(decade).isLessThan(250).isLessThan(2 * year);
        assertThat(bytes(TraitState.initial().onRegistered(START)).length).isLessThan(20);
    }

    @Test
    void shouldRefuseBytesThatAreNoState() {
        byte[] bytes = bytes(Histories.steady(30, 1, 2, 1, 0.5));
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TraitState.read(new BinaryReader(torn)))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(MalformedStateException.class);
        }
    }

    private static byte[] bytes(TraitState state) {
        BinaryWriter out = new BinaryWriter();
        state.write(out);
        return out.toByteArray();
    }

    private static TraitState fold(List<ActivityEvent> events) {
        TraitState state = TraitState.initial();
        for (ActivityEvent event : events) {
            state = state.onActivity(event);
        }
        return state;
    }
}
