package io.cohortroi.domain.learner;

import static io.cohortroi.domain.learner.Histories.completion;
import static io.cohortroi.domain.learner.Histories.day;
import static io.cohortroi.domain.learner.Histories.feedback;
import static io.cohortroi.domain.learner.Histories.quiz;
import static io.cohortroi.domain.learner.Histories.repeated;
import static io.cohortroi.domain.learner.Histories.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RawTraitsTest {
    @Test
    void shouldTellVelocityAsGainPerActiveDay() {
        // one day: 8 gained, 1 active day; (8 + 0.5) / (1 + 1) = 4.25 and 4.25 / 5.25
        RawTraits raw = RawTraits.of(TraitState.initial().onCompletion(completion(day(0), 8, null)), day(0));
        assertThat(raw.velocity()).isCloseTo(4.25 / 5.25, within(1e-12));
    }

    @Test
    void shouldWeighAnEarlyGainMoreThanALateOne() {
        TraitState early = TraitState.initial()
                .onCompletion(completion(day(0), 9, null))
                .onCompletion(completion(day(20), 1, null));
        TraitState late = TraitState.initial()
                .onCompletion(completion(day(0), 1, null))
                .onCompletion(completion(day(20), 9, null));
        assertThat(RawTraits.of(early, day(20)).velocity())
                .isGreaterThan(RawTraits.of(late, day(20)).velocity());
        assertThat(RawTraits.of(early.evenly(day(20)), day(20)).velocity())
                .isEqualTo(RawTraits.of(late.evenly(day(20)), day(20)).velocity());
    }

    @Test
    void shouldTakeACompletedModuleForOneGained() {
        ActivityEvent module = new ActivityEvent(
                "e", "L1", ActivityType.MODULE_COMPLETED, day(0), null, null, null, null, null, null, null);
        RawTraits raw = RawTraits.of(TraitState.initial().onActivity(module), day(0));
        assertThat(raw.velocity()).isCloseTo(0.75 / 1.75, within(1e-12));
    }

    @Test
    void shouldTellAffinityAsConcentrationOfDomains() {
        TraitState state =
                TraitState.initial().onActivity(session(day(0), "async", 30)).onActivity(session(day(0), "web", 10));
        assertThat(RawTraits.of(state, day(0)).affinity()).isCloseTo(0.625, within(1e-12));
        assertThat(RawTraits.of(TraitState.initial().onActivity(quiz(day(0), 1)), day(0))
                        .affinity())
                .isZero();
    }

    @Test
    void shouldTellFrequencyAsShareOfActiveDays() {
        TraitState state = Histories.steady(71, 2, 1, 0, 0.5);
        // every other day of 71, day 0 included, and every seventh; time averages of 41 active days
        assertThat(RawTraits.of(state, day(70)).frequency()).isBetween(0.55, 0.60);
        TraitState daily = Histories.steady(30, 1, 1, 0, 0.5);
        assertThat(RawTraits.of(daily, day(29)).frequency()).isEqualTo(1);
        // two of three days, the first two: (3 + 2) / (3 * 2) of a day
        TraitState two =
                TraitState.initial().onActivity(session(day(0), "a", 1)).onActivity(session(day(1), "a", 1));
        assertThat(RawTraits.of(two, day(2)).frequency()).isCloseTo(5.0 / 6, within(1e-12));
    }

    @Test
    void shouldTellFeedbackByWhatWasActedOn() {
        TraitState state =
                TraitState.initial().onActivity(feedback(day(0), true)).onActivity(feedback(day(0), true));
        assertThat(RawTraits.of(state, day(0)).feedback()).isCloseTo(4.0 / 6, within(1e-12));
        TraitState ignored = TraitState.initial().onActivity(feedback(day(0), false));
        assertThat(RawTraits.of(ignored, day(0)).feedback()).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void shouldTellFeedbackFromRisingResultsWhereNoneIsKnown() {
        // 0.5 on day 0 and 0.9 on day 9: slope 0.4 / 9 a day, over 10 days, shrunk by 2 / 6; half of that above 0.5
        TraitState rising = TraitState.initial().onActivity(quiz(day(0), 0.5)).onActivity(quiz(day(9), 0.9));
        assertThat(RawTraits.of(rising, day(9)).feedback()).isCloseTo(0.5 + 0.5 * (0.4 / 9 * 10 * 2 / 6), within(1e-9));
        TraitState falling = TraitState.initial().onActivity(quiz(day(0), 0.9)).onActivity(quiz(day(9), 0.5));
        assertThat(RawTraits.of(falling, day(9)).feedback()).isLessThan(0.5);
        TraitState sameDay = TraitState.initial().onActivity(quiz(day(0), 0.1)).onActivity(quiz(day(0), 0.9));
        assertThat(RawTraits.of(sameDay, day(0)).feedback()).isEqualTo(0.5);
    }

    @Test
    void shouldTellRetentionFromResultsAndRepeats() {
        TraitState state = TraitState.initial()
                .onActivity(quiz(day(0), 0.9))
                .onActivity(quiz(day(0), 0.8))
                .onActivity(repeated(day(0)));
        assertThat(RawTraits.of(state, day(0)).retention()).isCloseTo(5.7 / 7, within(1e-12));
    }

    @Test
    void shouldAgeWithTimeThatPasses() {
        TraitState state = Histories.steady(30, 1, 1, 3, 0.9);
        assertThat(RawTraits.of(state, day(120)).frequency())
                .isLessThan(RawTraits.of(state, day(29)).frequency());
        // before the newest event it counts as that
        assertThat(RawTraits.of(state, day(3))).isEqualTo(RawTraits.of(state, day(29)));
    }
}
