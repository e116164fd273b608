package io.cohortroi.domain.learner;

import static io.cohortroi.domain.learner.Histories.completion;
import static io.cohortroi.domain.learner.Histories.day;
import static io.cohortroi.domain.learner.Histories.session;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchetypeModelTest {
    private static final Norms UNSCALED = Norms.unscaled("unscaled");

    @Test
    void shouldFindEachPlantedArchetype() {
        // once a week, 8 capabilities at a time: much for few days
        assertArchetype(Histories.steady(84, 7, 3, 8, 0.7), Archetype.FAST_LEARNER);
        // every third day, always the same domain
        assertArchetype(Histories.steady(84, 3, 1, 1, 0.7), Archetype.SPECIALIST);
        // every day, in many domains
        assertArchetype(Histories.steady(84, 1, 5, 1, 0.7), Archetype.POWER_USER);
        // every third day, in many domains, and nearly everything right
        assertArchetype(Histories.steady(84, 3, 5, 1, 0.97), Archetype.LONG_TERM_RETAINER);
        // a bit of everything
        assertArchetype(Histories.steady(84, 3, 5, 1, 0.7), Archetype.GENERALIST);
    }

    @Test
    void shouldCallALearnerWithoutEvidenceAGeneralistWithTheLowestConfidence() {
        Assessment assessment =
                ArchetypeModel.assess(TraitState.initial().onRegistered(day(0)), UNSCALED, "cohort-1", day(300));
        assertThat(assessment)
                .isEqualTo(
                        new Assessment(Archetype.GENERALIST, 0.5, new Traits(0.5, 0.5, 0.5, 0.5, 0.5), 0, "unscaled"));
    }

    @Test
    void shouldNotLetTheNameDecideBetweenEquals() {
        // every quantile equal: a learner who reaches the value is in the middle, and beyond it at the top, in all four
        TraitState state = Histories.steady(84, 1, 1, 9, 0.97);
        double[][] low = new double[Norms.TRAITS][Norms.POINTS];
        Norms everybodyLower = Norms.of("low", Map.of(Norms.EVERYBODY, Map.of(0, low)));

        Assessment assessment = ArchetypeModel.assess(state, everybodyLower, "cohort-1", day(83));

        assertThat(assessment.traits()).isEqualTo(new Traits(1, 1, 1, 1, 1));
        assertThat(assessment.archetype()).isEqualTo(Archetype.GENERALIST);
        assertThat(assessment.margin()).isZero();
        assertThat(assessment.confidence()).isEqualTo(0.5);
    }

    @Test
    void shouldGiveTheMarginToTheSecondBest() {
        Assessment assessment = ArchetypeModel.assess(Histories.steady(84, 1, 5, 1, 0.7), UNSCALED, "c", day(83));
        assertThat(assessment.traits().interactionFrequency()).isGreaterThan(0.99);
        // the second best is the Generalist's bar
        assertThat(assessment.margin())
                .isEqualTo(assessment.traits().interactionFrequency() - ArchetypeModel.GENERALIST_SCORE);
    }

    @Test
    void shouldGrowSurerOfTheSameLeadWithTime() {
        Assessment month = ArchetypeModel.assess(Histories.steady(28, 1, 5, 1, 0.7), UNSCALED, "c", day(27));
        Assessment quarter = ArchetypeModel.assess(Histories.steady(84, 1, 5, 1, 0.7), UNSCALED, "c", day(83));
        assertThat(quarter.confidence()).isGreaterThan(month.confidence());
        assertThat(month.confidence()).isGreaterThan(0.5);
        assertThat(quarter.confidence()).isLessThan(1);
    }

    @Test
    void shouldTrustResultsAloneLess() {
        TraitState results = TraitState.initial();
        for (int week = 0; week < 12; week++) {
            results = results.onCompletion(completion(day(7 * week), 9, 0.5));
        }
        TraitState seen = results;
        for (int domain = 0; domain < 5; domain++) {
            seen = seen.onActivity(session(day(77), "domain-" + domain, 1));
        }
        Assessment only = ArchetypeModel.assess(results, UNSCALED, "c", day(83));
        Assessment both = ArchetypeModel.assess(seen, UNSCALED, "c", day(83));
        assertThat(only.archetype()).isEqualTo(both.archetype()).isEqualTo(Archetype.FAST_LEARNER);
        assertThat(only.confidence()).isLessThan(both.confidence());
    }

    @Test
    void shouldComputeTheWorkedConfidence() {
        assertThat(new Confidence(70).of(0.1, 13)).isBetween(0.8519, 0.8521);
        assertThat(new Confidence(70).of(0, 52)).isEqualTo(0.5);
        assertThat(new Confidence(70).of(0.1, 52)).isEqualTo(new Confidence(70).of(0.1, 520));
    }

    private static void assertArchetype(TraitState state, Archetype expected) {
        Assessment assessment = ArchetypeModel.assess(state, UNSCALED, "cohort-1", day(83));
        assertThat(assessment.archetype()).as("%s", assessment).isEqualTo(expected);
    }
}
