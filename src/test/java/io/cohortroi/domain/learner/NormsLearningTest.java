package io.cohortroi.domain.learner;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NormsLearningTest {
    private static final Instant MARCH_8 = Instant.parse("2025-03-08T15:00:00Z");

    @Test
    void shouldBeDueAsInTheWorkedNumber() {
        NormsLearning few = NormsLearning.NOTHING.plus(seen(499, MARCH_8));
        assertThat(few.due()).isNull();

        NormsLearning enough = few.plus(seen(1, MARCH_8.minusSeconds(60)));
        assertThat(enough.due()).isEqualTo(Instant.parse("2025-03-10T00:00:00Z"));
        assertThat(NormsLearning.versionFrom(Instant.parse("2025-03-10T00:00:00Z")))
                .isEqualTo("learned-2025-03-10");

        NormsLearning made = enough.made();
        assertThat(made.due()).isNull();
        assertThat(made.plus(seen(124, MARCH_8.plus(Duration.ofDays(30)))).due())
                .as("624 seen")
                .isNull();
        assertThat(made.plus(seen(125, MARCH_8.plus(Duration.ofDays(7)).minusSeconds(1)))
                        .due())
                .as("within the week")
                .isNull();
        assertThat(made.plus(seen(125, MARCH_8.plus(Duration.ofDays(7)))).due())
                .isEqualTo(Instant.parse("2025-03-17T00:00:00Z"));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        for (NormsLearning state : new NormsLearning[] {
            NormsLearning.NOTHING,
            NormsLearning.NOTHING.plus(seen(700, MARCH_8)).made()
        }) {
            BinaryWriter out = new BinaryWriter();
            state.write(out);
            BinaryReader in = new BinaryReader(out.toByteArray());
            assertThat(NormsLearning.read(in)).isEqualTo(state);
            in.requireEnd();
        }
        BinaryWriter out = new BinaryWriter();
        seen(3, MARCH_8).write(out);
        BinaryReader in = new BinaryReader(out.toByteArray());
        NormsEvidence back = NormsEvidence.read(in);
        in.requireEnd();
        assertThat(back.eventTime()).isEqualTo(MARCH_8);
        assertThat(back.sketch().learners()).isEqualTo(3);
    }

    @Test
    void shouldUseTheNormsOfTheTimeWhicheverCameFirst() {
        Norms first = Norms.unscaled("first");
        Norms march = Norms.unscaled("march");
        Norms april = Norms.unscaled("april");
        Instant inMarch = Instant.parse("2025-03-10T00:00:00Z");
        Instant inApril = Instant.parse("2025-04-10T00:00:00Z");
        NormsVersions versions =
                NormsVersions.pinned(first).with(april, inApril).with(march, inMarch);

        assertThat(versions.asOf(inMarch.minusMillis(1))).isSameAs(first);
        assertThat(versions.asOf(inMarch)).isSameAs(march);
        assertThat(versions.asOf(inApril.minusMillis(1))).isSameAs(march);
        assertThat(versions.asOf(inApril.plusSeconds(1))).isSameAs(april);
        assertThat(versions.without("march").asOf(inMarch)).isSameAs(first);
    }

    @Test
    void shouldKeepWhatTheStreamHasNotShownAndTheLargestCohorts() {
        NormsSketch sketch = new NormsSketch();
        for (int cohort = 0; cohort < 30; cohort++) {
            sketch.merge(passing(20 + cohort, "cohort-" + cohort));
        }
        Norms learned = sketch.toNorms("learned-x", Norms.unscaled("first"));

        assertThat(learned.version()).isEqualTo("learned-x");
        assertThat(learned.tables().get(Norms.EVERYBODY))
                .as("week 0 as before, weeks 1 and 2 as seen")
                .containsOnlyKeys(0, 1, 2);
        assertThat(learned.tables()).hasSizeBetween(25, 26);
        assertThat(learned.tables()).containsKeys("cohort-29", "cohort-8").doesNotContainKeys("cohort-0", "cohort-1");
    }

    @Test
    void shouldComeApartByPopulationAndTogetherAgain() {
        NormsSketch whole = passing(25, "a");
        whole.merge(passing(30, "b"));
        Map<String, NormsSketch> parts = whole.byPopulation();

        assertThat(parts).containsOnlyKeys(Norms.EVERYBODY, "a", "b");
        NormsSketch again = new NormsSketch();
        parts.values().forEach(again::merge);
        assertThat(bytes(again)).isEqualTo(bytes(whole));
        parts.get("a").merge(passing(1, "a"));
        assertThat(bytes(again)).as("a part is a copy").isEqualTo(bytes(whole));
    }

    private static NormsEvidence seen(int learners, Instant time) {
        NormsSketch sketch = new NormsSketch();
        for (int i = 0; i < learners; i++) {
            sketch.observe(once(), Histories.day(8), "cohort-1");
        }
        return new NormsEvidence(sketch, time);
    }

    /** Each of them passes weeks 1 and 2. */
    private static NormsSketch passing(int learners, String cohort) {
        NormsSketch sketch = new NormsSketch();
        for (int i = 0; i < learners; i++) {
            sketch.observe(once(), Histories.day(15), cohort);
        }
        return sketch;
    }

    private static TraitState once() {
        return TraitState.initial().onActivity(Histories.session(Histories.day(0), "a", 1));
    }

    private static byte[] bytes(NormsSketch sketch) {
        BinaryWriter out = new BinaryWriter();
        sketch.write(out);
        return out.toByteArray();
    }
}
