package io.cohortroi.domain.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.learner.Archetype;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GapAnalysisTest {
    private static final List<Component> ONE_OF_EACH = List.of(
            new Component("learn", ComponentCategory.LEARNING, 10),
            new Component("dom", ComponentCategory.DOMAIN, 10),
            new Component("frame", ComponentCategory.FRAMEWORK, 10),
            new Component("async", ComponentCategory.ASYNC, 10),
            new Component("misc", ComponentCategory.OTHER, 10));

    /** Activated 10, 4, 0, 30 and 20 of 40 possible: base severities 0.75, 0.9, 1, 0.25 and 0.5. */
    private static final Map<String, Long> ACTIVATED = Map.of("learn", 10L, "dom", 4L, "async", 30L, "misc", 20L);

    /** By hand: base severity × weight of the archetype, in the order of the columns; then gaps as people see them. */
    @ParameterizedTest
    @CsvSource({
        "FAST_LEARNER,       1.5,   1.08, 1.8, 0.5,   0.75, 'frame critical, learn high, dom high, misc medium, async low'",
        "SPECIALIST,         0.9,   2.25, 1.1, 0.275, 0.5,  'dom critical, frame high, learn high, misc low, async low'",
        "POWER_USER,         1.125, 1.08, 1.8, 0.4,   0.9,  'frame critical, learn high, dom high, misc high, async low'",
        "LONG_TERM_RETAINER, 0.9,   1.08, 1.5, 0.5,   1,    'frame high, dom high, misc high, learn high, async low'",
        "GENERALIST,         0.75,  0.9,  1,   0.25,  0.5,  'frame high, dom high, learn medium, misc low, async low'"
    })
    void shouldMatchHandComputedCases(
            Archetype archetype,
            BigDecimal learn,
            BigDecimal dom,
            BigDecimal frame,
            BigDecimal async,
            BigDecimal misc,
            String order) {
        GapAnalysis analysis = GapAnalysis.of(Snapshots.of(archetype, ACTIVATED), ONE_OF_EACH);

        Map<String, BigDecimal> severities = new HashMap<>();
        analysis.gaps().forEach(gap -> severities.put(gap.component(), gap.severity()));
        assertThat(severities)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("learn", learn, "dom", dom, "frame", frame, "async", async, "misc", misc));
        assertThat(analysis.gaps().stream()
                        .map(gap -> gap.component() + " " + gap.urgency().label())
                        .toList())
                .isEqualTo(List.of(order.split(", ")));
    }

    @Test
    void shouldGiveEveryFieldAndReason() {
        GapAnalysis analysis = GapAnalysis.of(
                Snapshots.of(Archetype.FAST_LEARNER, Map.of("async-patterns", 10L)),
                List.of(new Component("async-patterns", ComponentCategory.ASYNC, 10)));

        assertThat(analysis.gaps())
                .containsExactly(new Gap(
                        "async-patterns",
                        ComponentCategory.ASYNC,
                        new BigDecimal("2.5"),
                        10,
                        new BigDecimal("0.75"),
                        new BigDecimal("2"),
                        new BigDecimal("1.5"),
                        Urgency.HIGH,
                        "Active learners have activated 2.5 of 10 capabilities on average, 75 % are missing; async counts 2"
                                + " times for Fast Learner."));
    }

    @Test
    void shouldAverageWeightsOverTheMixWithoutArchetype() {
        // (3·2.0 + 1·1.0) ÷ 4 = 1.75; 10 of 4·10 activated: 0.75·1.75 = 1.3125.
        Map<Archetype, Long> mix = Map.of(Archetype.FAST_LEARNER, 3L, Archetype.GENERALIST, 1L);
        GapAnalysis analysis = GapAnalysis.of(
                Snapshots.ofMix(mix, Map.of("a", 10L)), List.of(new Component("a", ComponentCategory.ASYNC, 10)));

        Gap gap = analysis.gaps().get(0);
        assertThat(gap.weight()).isEqualTo("1.75");
        assertThat(gap.severity()).isEqualTo("1.3125");
        assertThat(gap.reason()).endsWith("async counts 1.75 times for this mix of learners.");
        assertThat(analysis.estimatedRoi()).isNull();
    }

    @Test
    void shouldRoundSeverityOnce() {
        // (2·2.0 + 1·1.0) ÷ 3 · (9 − 1) ÷ 9 = 40 ÷ 27
        Map<Archetype, Long> mix = Map.of(Archetype.FAST_LEARNER, 2L, Archetype.GENERALIST, 1L);
        GapAnalysis analysis = GapAnalysis.of(
                Snapshots.ofMix(mix, Map.of("a", 1L)), List.of(new Component("a", ComponentCategory.ASYNC, 3)));

        assertThat(analysis.gaps().get(0).severity()).isEqualTo("1.481481481481");
    }

    @ParameterizedTest
    @CsvSource({"0, 1.6", "2, 1.6", "3, 1.7", "5, 1.7", "7, 1.8", "31, 2.6"})
    void shouldEstimateTenthForEveryThreeCriticalGaps(int critical, BigDecimal estimated) {
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < critical; i++) {
            components.add(new Component("c" + i, ComponentCategory.DOMAIN, 5));
        }
        GapAnalysis analysis = GapAnalysis.of(Snapshots.of(Archetype.SPECIALIST, Map.of()), components);

        assertThat(analysis.criticalGaps()).isEqualTo(critical);
        assertThat(analysis.estimatedRoi()).isEqualByComparingTo(estimated);
        assertThat(analysis.top()).hasSize(Math.min(10, critical));
    }

    @Test
    void shouldHaveNoGapWhereNothingIsMissingOrNobodyIsThere() {
        List<Component> components = List.of(
                new Component("full", ComponentCategory.ASYNC, 2), new Component("none", ComponentCategory.ASYNC, 0));

        assertThat(GapAnalysis.of(Snapshots.of(Archetype.GENERALIST, Map.of("full", 8L)), components)
                        .gaps())
                .isEmpty();
        assertThat(GapAnalysis.of(Snapshots.ofMix(Map.of(), Map.of()), ONE_OF_EACH)
                        .gaps())
                .isEmpty();
    }

    @Test
    void shouldOrderTiesByComponentWhateverTheOrderOfTheCatalogue() {
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < 26; i++) {
            components.add(new Component(String.valueOf((char) ('a' + i)), ComponentCategory.OTHER, 4));
        }
        Collections.shuffle(components, new Random(5));

        assertThat(GapAnalysis.of(Snapshots.of(Archetype.POWER_USER, Map.of()), components).top().stream()
                        .map(Gap::component)
                        .toList())
                .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldNeverLeaveItsRangeNorRiseWithActivation(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            Map<Archetype, Long> mix = new HashMap<>();
            for (Archetype archetype : Archetype.values()) {
                mix.put(archetype, (long) random.nextInt(20));
            }
            mix.merge(Archetype.GENERALIST, 1L, Long::sum);
            long active = mix.values().stream().mapToLong(Long::longValue).sum();
            ComponentCategory category = List.of(ComponentCategory.values()).get(random.nextInt(5));
            Component component = new Component("c", category, 1 + random.nextInt(50));
            long activated = (long) (random.nextDouble() * active * component.discovered());

            BigDecimal severity = severity(mix, component, activated);
            assertThat(severity).as("seed %d", seed).isBetween(BigDecimal.ZERO, new BigDecimal("2.5"));
            assertThat(severity(mix, component, activated + 1))
                    .as("seed %d, one more than %d of %s", seed, activated, component)
                    .isLessThanOrEqualTo(severity);
        }
    }

    private static BigDecimal severity(Map<Archetype, Long> mix, Component component, long activated) {
        return GapAnalysis.of(Snapshots.ofMix(mix, Map.of("c", activated)), List.of(component))
                .severities()
                .getOrDefault("c", BigDecimal.ZERO);
    }
}
