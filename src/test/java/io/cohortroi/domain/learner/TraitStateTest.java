package io.cohortroi.domain.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraitStateTest {
    private static final Instant START = Instant.parse("2025-03-02T09:00:00Z");

    @Test
    void shouldCountWhatWasSeen() {
        TraitState state = TraitState.initial()
                .onActivity(quiz(START, 0.8))
                .onActivity(session(START.plusSeconds(86_400), "forum", 3));

        assertThat(state.activities()).isEqualTo(2);
        assertThat(state.quizzes()).isEqualTo(1);
        assertThat(state.completions()).isZero();
        assertThat(state.sum(TraitState.DAYS)).isEqualTo(2);
        assertThat(state.firstEventAt()).contains(START);
        assertThat(state.lastEventAt()).contains(START.plusSeconds(86_400));
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
    void shouldReadBackWhatItWrote() {
        for (TraitState state : List.of(
                TraitState.initial(),
                TraitState.initial().onRegistered(START),
                fold(List.of(quiz(START, 1), session(START.minusSeconds(1_000_000_000_000L), "x", Long.MAX_VALUE))))) {
            BinaryWriter out = new BinaryWriter();
            state.write(out);
            BinaryReader in = new BinaryReader(out.toByteArray());
            assertThat(TraitState.read(in)).isEqualTo(state);
            in.requireEnd();
        }
    }

    private static TraitState fold(List<ActivityEvent> events) {
        TraitState state = TraitState.initial();
        for (ActivityEvent event : events) {
            state = state.onActivity(event);
        }
        return state;
    }

    static ActivityEvent session(Instant at, String domain, long count) {
        return new ActivityEvent("e", "L1", ActivityType.SESSION, at, domain, null, null, count, null, null, null);
    }

    static ActivityEvent quiz(Instant at, double score) {
        return new ActivityEvent("e", "L1", ActivityType.QUIZ, at, "TMA", null, null, null, score, null, null);
    }
}
