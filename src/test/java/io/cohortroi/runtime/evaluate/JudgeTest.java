package io.cohortroi.runtime.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Assessment;
import io.cohortroi.domain.learner.Confidence;
import io.cohortroi.domain.learner.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Traits TRAITS = new Traits(0.5, 0.5, 0.5, 0.5, 0.5);

    @Test
    void shouldCountWhatHeldAgainstWhatWasSaid() {
        // slope ln(3) / 0.1: a margin of 0.1 at 52 weeks is said with 0.75; no margin with 0.5
        ConfidencePair constants =
                new ConfidencePair(new Confidence(Math.log(3) / 0.1), new Confidence(Math.log(3) / 0.1));
        List<Sample> samples = new ArrayList<>();
        for (int checkpoint = 0; checkpoint < 7; checkpoint++) {
            samples.add(sample(checkpoint, Archetype.SPECIALIST, 0.1, true));
            samples.add(sample(checkpoint, Archetype.SPECIALIST, 0.1, true));
            samples.add(sample(checkpoint, Archetype.GENERALIST, 0.1, checkpoint == 6));
            samples.add(sample(checkpoint, Archetype.POWER_USER, 0, checkpoint == 6));
        }
        Judgement judgement = Judge.judge("X", "n", List.of("Y"), samples, constants, OptionalDouble.of(0.9));

        // bin 0.5: said 0.5, none held, a quarter of all; bin 0.7: said 0.75, two thirds held, three quarters of all
        assertThat(judgement.expectedCalibrationError().doubleValue())
                .isCloseTo(0.25 * 0.5 + 0.75 * (0.75 - 2 / 3.0), within(1e-4));
        assertThat(judgement.brierScore().doubleValue()).isCloseTo((0.25 + 2 * 0.0625 + 0.5625) / 4, within(1e-4));
        assertThat(judgement.agreementAt40()).isEqualByComparingTo("0.5");
        assertThat(judgement.confidentAtEnd()).isEqualByComparingTo("0.75");
        assertThat(judgement.smallestShare()).isEqualByComparingTo("0");
        assertThat(judgement.largestShare()).isEqualByComparingTo("0.5");
        assertThat(judgement.finalEqualsMemoryless()).isEqualByComparingTo("0.9");
        assertThat(judgement.reliability()).hasSize(2);
        assertThat(judgement.reliability().get(1).count()).isEqualTo(18);
        assertThat(judgement.checkpoints().get(2).distribution().get("Specialist"))
                .isEqualByComparingTo("0.5");
    }

    @Test
    void shouldFitTheSlopeOfWhatHeld() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            samples.add(sample(0, Archetype.GENERALIST, 0.01, i < 80));
        }
        double slope = ConfidenceFit.fit(samples).slope();
        assertThat(slope).isBetween(90.0, 138.6);
        // ten times the samples leave less to the prior
        List<Sample> more = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            more.addAll(samples);
        }
        assertThat(ConfidenceFit.fit(more).slope()).isCloseTo(Math.log(4) / 0.01, within(3.0));
    }

    private static Sample sample(int checkpoint, Archetype archetype, double margin, boolean held) {
        Assessment assessment = new Assessment(archetype, 0.5, TRAITS, margin, "n");
        return new Sample("L", checkpoint, assessment, 52, true, false, held);
    }
}
