package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rows of the table of faults, with {@code target/faults/report.json}. {@code mvn -Pfaults -Dfaults.minutes=60 test}
 * does the rows that are not done yet as long as there is time; {@code -Dfaults.rows=R1,R3} does those, done or not,
 * {@code -Dfaults.row.minutes=5} ends each row sooner, {@code -Dfaults.seed=N} makes another history.
 */
@Tag("faults")
class FaultSuiteTest {
    private static final Duration LONGEST_ROW = Duration.ofMinutes(Integer.getInteger("faults.row.minutes", 15));
    private static final long STARTED = System.nanoTime();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(FaultRow.class)
    void shouldLoseNothingAndCountNothingTwice(FaultRow row) throws Exception {
        FaultReport report = FaultReport.open(Path.of("target", "faults", "report.json"));
        List<String> asked = List.of(System.getProperty("faults.rows", "").split(",", -1));
        boolean wanted = asked.get(0).isEmpty() ? !report.isDone(row.name()) : asked.contains(row.name());
        assumeThat(wanted).as(row + " is done, or was not asked for").isTrue();
        Duration left =
                Duration.ofMinutes(Integer.getInteger("faults.minutes", 60)).minusNanos(System.nanoTime() - STARTED);
        assumeThat(left).as("time is left for " + row).isPositive();
        assumeThat(row.smallDisks().isEmpty() || SmallDisk.canMount(folder))
                .as("small disks can be mounted for " + row)
                .isTrue();
        long seed = Long.getLong("faults.seed", row.name().hashCode());

        ObjectNode figures = report.row(row.name());
        figures.put("title", row.title()).put("seed", seed);
        long began = System.nanoTime();
        long until = began + Math.min(left.toNanos(), LONGEST_ROW.toNanos());
        try (FaultRig rig = FaultRig.start(
                folder,
                seed,
                Integer.getInteger("faults.rate", 100),
                row.settings(),
                row.instances(),
                row.smallDisks())) {
            int count = 0;
            while (count < row.count() && System.nanoTime() - until < 0) {
                rig.pause(rig.random(2_000));
                row.once(rig);
                count++;
            }
            Verdict verdict = rig.end();
            List<Long> recoveries = rig.recoveriesMs();
            figures.put("done", count == row.count() && verdict.isExact())
                    .put("count", count)
                    .put("wanted", row.count())
                    .put("events", verdict.events())
                    .put("lost", verdict.lost())
                    .put("duplicated", verdict.duplicated())
                    .put("other_differences", verdict.others().size())
                    .put("recovery_p50_ms", FaultReport.quantile(recoveries, 0.5))
                    .put("recovery_p99_ms", FaultReport.quantile(recoveries, 0.99))
                    .put("most_repeated_log_line", rig.mostRepeatedLogLine())
                    .put("seconds", (System.nanoTime() - began) / 1_000_000_000);
            report.save();
            System.out.println(String.format(Locale.ROOT, "figure: %s %s", row, figures));
            assertThat(verdict.isExact())
                    .as(row + ", seed " + seed + ": " + verdict)
                    .isTrue();
        }
    }
}
