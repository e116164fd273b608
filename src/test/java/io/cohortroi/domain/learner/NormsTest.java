package io.cohortroi.domain.learner;

import static io.cohortroi.domain.learner.Histories.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NormsTest {
    @Test
    void shouldInterpolateBetweenQuantilesAndTakeTheMiddleOfTies() {
        double[] quantiles = {0, 1, 1, 1, 2};
        assertThat(Norms.percentile(quantiles, -1)).isZero();
        assertThat(Norms.percentile(quantiles, 0.5)).isEqualTo(0.125);
        assertThat(Norms.percentile(quantiles, 1)).isEqualTo(0.5);
        assertThat(Norms.percentile(quantiles, 1.5)).isEqualTo(0.875);
        assertThat(Norms.percentile(quantiles, 3)).isEqualTo(1);
    }

    @Test
    void shouldLearnWhatIsUsualAtAStage() {
        NormsSketch sketch = new NormsSketch();
        for (int learner = 0; learner < 100; learner++) {
            sketch.observe(learner(learner), day(60), "cohort-1");
        }
        Norms norms = sketch.toNorms("norms-7");

        assertThat(norms.version()).isEqualTo("norms-7");
        assertThat(norms.tables()).containsOnlyKeys(Norms.EVERYBODY, "cohort-1");
        assertThat(norms.tables().get("cohort-1")).containsOnlyKeys(1, 2, 3, 4, 6, 8);
        double middle = retention(norms, "cohort-1", learner(50));
        assertThat(middle).isBetween(0.45, 0.55);
        assertThat(retention(norms, "cohort-1", learner(95))).isGreaterThan(0.9);
        // a population that is not known is compared with everybody
        assertThat(retention(norms, "cohort-2", learner(50))).isEqualTo(middle);
    }

    @Test
    void shouldCountALearnerOncePerStageHoweverManyEventsThereAre() {
        NormsSketch once = new NormsSketch();
        NormsSketch often = new NormsSketch();
        for (int learner = 0; learner < 30; learner++) {
            TraitState state = learner(learner);
            once.observe(state, day(60), "c");
            often.observe(state, day(20), "c");
            TraitState later = state.onActivity(Histories.session(day(20), "a", 1));
            often.observe(later, day(20), "c");
            often.observe(later, day(19), "c");
        }
        assertThat(often.toNorms("n").tables().get("c")).containsOnlyKeys(1, 2);
        assertThat(once.toNorms("n").tables().get("c")).containsKeys(1, 2, 8);
    }

    @Test
    void shouldKeepThoseOfWhomOnlyResultsAreKnownApart() {
        NormsSketch sketch = new NormsSketch();
        for (int learner = 0; learner < 30; learner++) {
            sketch.observe(learner(learner), day(10), "c");
            sketch.observe(TraitState.initial().onActivity(Histories.quiz(day(0), learner / 30.0)), day(10), "c");
        }
        assertThat(sketch.toNorms("n").tables())
                .containsOnlyKeys(Norms.EVERYBODY, Norms.EVERYBODY + "#results", "c", "c#results");
    }

    @Test
    void shouldSayNothingOfFewLearnersNorOfTheFewWhoAreFurthest() {
        NormsSketch sketch = new NormsSketch();
        for (int learner = 0; learner < 19; learner++) {
            sketch.observe(learner(learner), day(10), "small");
        }
        for (int learner = 0; learner < 100; learner++) {
            sketch.observe(learner(learner), day(learner < 22 ? 30 : 10), "large");
        }
        Norms norms = sketch.toNorms("n");
        assertThat(norms.tables()).containsOnlyKeys(Norms.EVERYBODY, "large");
        assertThat(norms.tables().get("large")).containsOnlyKeys(1);
    }

    @Test
    void shouldMergeToTheSameAsOneSketchAndReadBackWhatItWrote() {
        NormsSketch whole = new NormsSketch();
        NormsSketch left = new NormsSketch();
        NormsSketch right = new NormsSketch();
        for (int learner = 0; learner < 60; learner++) {
            whole.observe(learner(learner), day(40), "c");
            (learner % 3 == 0 ? left : right).observe(learner(learner), day(40), "c");
        }
        right.merge(left);
        assertThat(bytes(right)).isEqualTo(bytes(whole));
        BinaryReader in = new BinaryReader(bytes(whole));
        assertThat(bytes(NormsSketch.read(in))).isEqualTo(bytes(whole));
        in.requireEnd();
    }

    @Test
    void shouldBeInTheMiddleOfNobody() {
        Norms empty = new NormsSketch().toNorms("n");
        assertThat(empty.traits(learner(3), "c", day(3))).isEqualTo(new Traits(0.5, 0.5, 0.5, 0.5, 0.5));
    }

    @Test
    void shouldRefuseTablesThatAreNoQuantiles() {
        assertThatThrownBy(() -> Norms.of(" ", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version");
        assertThatThrownBy(() -> Norms.of("n", Map.of("c", Map.of(0, new double[4][Norms.POINTS]))))
                .hasMessageContaining("need 5 traits, found 4");
        assertThatThrownBy(() -> Norms.of("n", Map.of("c", Map.of(0, new double[5][20]))))
                .hasMessageContaining("need 21 quantiles, found 20");
        double[][] falling = new double[Norms.TRAITS][Norms.POINTS];
        falling[2][0] = 0.3;
        assertThatThrownBy(() -> Norms.of("n", Map.of("c", Map.of(0, falling))))
                .hasMessageContaining("quantiles must not fall, found 0.0 after 0.3 in c at week 0");
    }

    private static TraitState learner(int learner) {
        return TraitState.initial()
                .onActivity(Histories.quiz(day(0), learner / 100.0))
                .onActivity(Histories.session(day(0), "a", 1));
    }

    private static double retention(Norms norms, String population, TraitState state) {
        return norms.traits(state, population, day(7)).retentionStrength();
    }

    private static byte[] bytes(NormsSketch sketch) {
        BinaryWriter out = new BinaryWriter();
        sketch.write(out);
        return out.toByteArray();
    }
}
