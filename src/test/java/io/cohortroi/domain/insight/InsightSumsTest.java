package io.cohortroi.domain.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Booking;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.metrics.Sample;
import io.cohortroi.topology.state.StateFormats;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InsightSumsTest {
    private static final long SEED = 20251020;
    private static final Instant NEWEST = Instant.parse("2025-10-20T10:30:00Z");

    @Test
    void shouldEndEqualInEveryOrderAndLeaveNothingOfWhatIsTakenBack() {
        Random random = new Random(SEED);
        List<InsightSums> parts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Booking booking = booking(random);
            parts.add(InsightSums.ofCohort(booking, 1).plus(InsightSums.ofArchetype(booking, 1)));
            parts.add(share(random).sums());
        }
        InsightSums kept = sum(parts);
        List<InsightSums> more = new ArrayList<>(parts);
        for (int i = 0; i < 100; i++) {
            Booking passing = booking(random);
            more.add(InsightSums.ofArchetype(passing, 1));
            more.add(InsightSums.ofArchetype(passing, -1));
            InsightSums left = share(random).sums();
            more.add(left);
            more.add(left.negated());
        }
        Collections.shuffle(more, random);

        assertThat(sum(more)).as("seed %d", SEED).isEqualTo(kept);
        assertThat(kept.plus(kept.negated()).cells()).isEmpty();
    }

    @Test
    void shouldCountCompletionsWithoutCostWithoutMultiplier() {
        Booking free = new Booking(
                "c",
                Archetype.GENERALIST,
                "wf",
                NEWEST,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.TEN,
                null,
                BigDecimal.ONE,
                0,
                1,
                BigDecimal.ONE);
        assertThat(InsightSums.ofCohort(free, 1)
                        .get(InsightCell.Kind.COMPLETIONS, "wf")
                        .n())
                .isEqualTo(1);
        assertThat(InsightSums.ofCohort(free, 1).of(InsightCell.Kind.EXPECTED)).isEmpty();
        assertThat(InsightSums.ofArchetype(free, 1).cells()).isEmpty();
    }

    @Test
    void shouldGiveWorkedSample() {
        Moments two = Moments.of(BigDecimal.ONE).plus(Moments.of(new BigDecimal("3")));
        assertThat(two.sample()).contains(new Sample(2, new BigDecimal("2"), BigDecimal.ONE));
        assertThat(Moments.ZERO.sample()).isEmpty();
    }

    @Test
    void shouldReadWhatItWroteAndRefuseDamage() {
        Random random = new Random(SEED);
        LearnerShare share = share(random);
        byte[] bytes = StateFormats.SHARE.toBytes(share);
        assertThat(StateFormats.SHARE.fromBytes(bytes)).isEqualTo(share);
        assertThat(share.activated())
                .isEqualTo(StateFormats.SHARE.fromBytes(bytes).activated());
        InsightSums sums = InsightSums.ofArchetype(booking(random), 1).plus(share.sums());
        byte[] written = StateFormats.INSIGHTS.toBytes(sums);
        assertThat(StateFormats.INSIGHTS.fromBytes(written)).isEqualTo(sums);
        assertThatExceptionOfType(MalformedStateException.class)
                .isThrownBy(() -> StateFormats.INSIGHTS.fromBytes(Arrays.copyOf(written, written.length - 1)));
    }

    private static InsightSums sum(List<InsightSums> parts) {
        return parts.stream().reduce(InsightSums.ZERO, InsightSums::plus);
    }

    private static Booking booking(Random random) {
        return new Booking(
                "c",
                Archetype.POWER_USER,
                "wf-" + random.nextInt(5),
                NEWEST,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                BigDecimal.valueOf(random.nextInt(4_000), 3),
                new BigDecimal("1.4"),
                random.nextInt(3),
                2,
                BigDecimal.ONE);
    }

    private static LearnerShare share(Random random) {
        Traits traits = new Traits(
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble(),
                random.nextDouble());
        return LearnerShare.of("c", Archetype.SPECIALIST, traits, Map.of("a", (long) random.nextInt(9) + 1, "b", 2L));
    }
}
