package io.cohortroi.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The pure fold and the live rule are the same function, called once or often. */
class VarianceFoldPropertyTest {
    private static final long SEED = 4;

    @Test
    void shouldEqualTheFoldWhenEveryDayIsLookedAtOnceItIsComplete() {
        Random random = new Random(SEED);
        int raised = 0;
        for (int round = 0; round < 100; round++) {
            AlertScenario live = new AlertScenario(AlertRules.standard());
            List<Alert> published = new ArrayList<>();
            int days = 20 + random.nextInt(80);
            double level = 0.7 + 0.6 * random.nextDouble();
            for (int number = 0; number < days; number++) {
                if (random.nextInt(10) < 7) {
                    level = random.nextInt(20) == 0 ? 0.7 + 0.6 * random.nextDouble() : level;
                    live.add(number, random.nextInt(12), Math.max(0.1, level + 0.5 * random.nextGaussian()));
                    published.addAll(withoutProvisional(live, number));
                }
            }
            AlertScenario once = new AlertScenario(AlertRules.standard());
            once.cells.putAll(live.cells);

            assertThat(transitions(once.fold(days)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(transitions(concat(published, live.look(days))));
            raised += published.size();
        }
        assertThat(raised).as("the rounds do raise alerts").isGreaterThan(200);
    }

    /** A look at the next midnight closes the day while the new day has nothing provisional to show yet. */
    private static List<Alert> withoutProvisional(AlertScenario live, int number) {
        return live.look(number + 1, number);
    }

    @Test
    void shouldNeverHoldMoreEvidenceThanADetectorWithoutALifeCycle() {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            AlertScenario live = new AlertScenario(AlertRules.standard());
            EDetector free = EDetector.zero();
            long starts = 1;
            for (int number = 0; number < 120; number++) {
                int count = 1 + random.nextInt(8);
                live.add(number, count, 0.6 + 0.9 * random.nextDouble()).look(number);
                live.look(number + 1, number);
                free = free.after(starts, cell(live, number).evidence());
                starts = count;

                assertThat(live.state().detector().value())
                        .as("seed %d, round %d, day %d", SEED, round, number)
                        .isLessThanOrEqualTo(free.value() * (1 + 1e-9));
            }
        }
    }

    private static VarianceCell cell(AlertScenario live, int number) {
        return live.cells.getOrDefault(AlertScenario.day(number), VarianceCell.empty(AlertScenario.day(number)));
    }

    @Test
    void shouldGiveTheSameForEveryOrderSplitAndMergeOfTheSameCompletions() {
        Random random = new Random(SEED);
        VarianceMonitor monitor = new VarianceMonitor("cohort-001", AlertRules.standard());
        Instant newest = AlertScenario.noon(40);
        for (int round = 0; round < 20; round++) {
            List<VarianceCell> single = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                LocalDate day = AlertScenario.day(random.nextInt(41));
                double ratio = 0.5 + 1.5 * random.nextDouble();
                single.add(new AlertScenario(AlertRules.standard())
                        .add(
                                (int) Duration.between(
                                                AlertScenario.noon(0),
                                                Window.startOf(day).plusSeconds(43_200))
                                        .toDays(),
                                1,
                                ratio)
                        .cells
                        .get(day));
            }
            NavigableMap<LocalDate, VarianceCell> inOrder = new TreeMap<>();
            single.forEach(cell -> inOrder.merge(cell.day(), cell, VarianceCell::merge));
            NavigableMap<LocalDate, VarianceCell> split = new TreeMap<>();
            List<NavigableMap<LocalDate, VarianceCell>> parts =
                    List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
            java.util.Collections.shuffle(single, random);
            single.forEach(cell -> parts.get(random.nextInt(4)).merge(cell.day(), cell, VarianceCell::merge));
            parts.forEach(part -> part.forEach((day, cell) -> split.merge(day, cell, VarianceCell::merge)));

            assertThat(split).as("seed %d, round %d", SEED, round).isEqualTo(inOrder);
            assertThat(monitor.fold(split, new TreeSet<>(), newest))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(monitor.fold(inOrder, new TreeSet<>(), newest));
        }
    }

    private static List<Alert> concat(List<Alert> left, List<Alert> right) {
        List<Alert> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    /** What was raised, confirmed and resolved, and when; the numbers in between depend on how often one looks. */
    private static List<String> transitions(List<Alert> alerts) {
        List<String> transitions = new ArrayList<>();
        for (Alert alert : alerts) {
            String transition = alert.alertId() + " " + alert.status() + " " + alert.end();
            if (transitions.isEmpty()
                    || !transitions.get(transitions.size() - 1).equals(transition)) {
                transitions.add(transition);
            }
        }
        return transitions;
    }
}
