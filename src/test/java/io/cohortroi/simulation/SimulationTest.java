package io.cohortroi.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random actions through the whole topology end as the oracle says. {@code mvn -Dtest=SimulationTest
 * -Dsimulation.cases=100000 -Dsimulation.disk.cases=500 test} is the long run; {@code -Dsimulation.from=20000}
 * begins so many cases later, for a long run in parts; {@code -Dsimulation.seed=N} replays one case.
 */
class SimulationTest {
    private static final Set<PlantedBug> NONE = EnumSet.noneOf(PlantedBug.class);

    @TempDir
    Path folder;

    @Test
    void shouldEndAsTheOracleSaysInMemory(TestReporter reporter) {
        run(1, Integer.getInteger("simulation.cases", 500), true, reporter);
    }

    @Test
    void shouldEndAsTheOracleSaysOnDisk(TestReporter reporter) {
        run(1_000_001, Integer.getInteger("simulation.disk.cases", 20), false, reporter);
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void shouldNoticeAPlantedBug(PlantedBug bug, TestReporter reporter) {
        long seed = 1;
        while (seed <= 300 && !isNoticed(bug, seed)) {
            seed++;
        }
        assertThat(seed).as("the first of 300 cases that notices " + bug).isLessThanOrEqualTo(300);
        System.out.println("figure: planted bug " + bug + " noticed by case " + seed);
        reporter.publishEntry(Map.of("planted", "1", "caught", "1"));
    }

    private boolean isNoticed(PlantedBug bug, long seed) {
        try {
            return !differences(Scenario.of(seed), true, EnumSet.of(bug)).isEmpty();
        } catch (StreamsException e) {
            return true;
        }
    }

    private void run(long firstSeed, int cases, boolean inMemory, TestReporter reporter) {
        Long only = Long.getLong("simulation.seed");
        long from = firstSeed + Long.getLong("simulation.from", 0);
        long first = only == null ? from : only;
        long last = only == null ? from + cases - 1 : only;
        long began = System.nanoTime();
        AtomicLong done = new AtomicLong();
        LongStream.rangeClosed(first, last).parallel().forEach(seed -> {
            check(seed, inMemory);
            if (done.incrementAndGet() % 10_000 == 0) {
                System.out.println("figure: " + done + " cases so far, 0 differences");
            }
        });
        System.out.println("figure: seeds " + first + " to " + last + (inMemory ? " in memory" : " on disk")
                + ", 0 differences, " + (System.nanoTime() - began) / 1_000_000_000 + " s");
        reporter.publishEntry(Map.of("cases", "" + (last - first + 1), "differences", "0"));
    }

    private void check(long seed, boolean inMemory) {
        List<Action> actions = Scenario.of(seed);
        if (!differences(actions, inMemory, NONE).isEmpty()) {
            List<Action> least = shrink(actions, inMemory);
            StringBuilder told = new StringBuilder("replay with -Dsimulation.seed=" + seed + "; least actions:\n");
            least.forEach(action -> told.append(action).append('\n'));
            assertThat(differences(least, inMemory, NONE)).as(told.toString()).isEmpty();
        }
    }

    /** Facts that differ, each as "oracle | stream". */
    private Map<String, String> differences(List<Action> chosen, boolean inMemory, Set<PlantedBug> bugs) {
        List<Action> actions = new ArrayList<>(chosen);
        actions.addAll(Scenario.CLOSING);
        Map<String, String> expected = Oracle.facts(actions, bugs);
        Map<String, String> actual = SimulatedStream.facts(actions, folderOfThread(), inMemory, bugs);
        Oracle.forgetRecordsThatTakeBack(expected, actual);
        Map<String, String> differences = new TreeMap<>();
        expected.forEach((name, value) -> {
            if (!OutputFacts.isSame(name, value, actual.get(name))) {
                differences.put(name, value + " | " + actual.get(name));
            }
        });
        actual.forEach((name, value) -> {
            if (!expected.containsKey(name)) {
                differences.put(name, "null | " + value);
            }
        });
        return differences;
    }

    /** Cases run side by side, and a test driver wants its folder for itself. */
    private Path folderOfThread() {
        return folder.resolve("thread-" + Thread.currentThread().getId());
    }

    /** Drops actions, halves first and single ones last, as long as a difference stays. */
    private List<Action> shrink(List<Action> actions, boolean inMemory) {
        List<Action> least = actions;
        for (int chunk = actions.size() / 2; chunk >= 1; chunk /= 2) {
            for (int from = least.size() - chunk; from >= 0; from -= chunk) {
                List<Action> fewer = new ArrayList<>(least.subList(0, from));
                fewer.addAll(least.subList(from + chunk, least.size()));
                if (!differences(fewer, inMemory, NONE).isEmpty()) {
                    least = fewer;
                    from = Math.min(from, least.size());
                }
            }
        }
        return least;
    }
}
