package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The rows of the table of faults that need no set-up of processes, or bring their own: tests of the normal suite, run
 * again for the report. Their count is that of the tests; what tests publish of themselves is in the row too.
 */
@Tag("faults")
class TestedRowsTest {
    enum Row {
        R4("power loss of the sink at every write", "connect.file.PowerLossTest"),
        R11("I/O errors of the sink wherever it writes", "connect.JsonlSinkTaskTest"),
        R12(
                "torn and damaged files of the sink and of the state",
                "connect.file.DamagedFilesTest,runtime.instance.DamagedStateTest"),
        R13("every kind of bad input, one record in a hundred", "faults.PoisonTest"),
        R14(
                "oversize input and output",
                "faults.OversizeHeapTest,topology.error.BrokenRecordsTest,runtime.instance.OversizeOutputTest"),
        R15("JSON beyond its bounds", "topology.serde.DecoderFuzzTest,runtime.ReaderFuzzTest"),
        R16("duplicates, shuffles, every order", "simulation.SimulationTest,simulation.InterleavingTest"),
        R17("late and future events", "simulation.SimulationTest"),
        R20("time zones", "faults.TimeZonesTest"),
        R21("kill -9 of the sink, aborted transactions", "runtime.connect.SinkKillTest"),
        R24("a record that breaks the program", "runtime.instance.BrokenRecordsOnABrokerTest"),
        R28(
                "planted bugs",
                "faults.ShortFaultsTest,simulation.SimulationTest#shouldNoticeAPlantedBug"
                        + "(io.cohortroi.simulation.PlantedBug, org.junit.jupiter.api.TestReporter)");

        private final String title;
        private final String tests;

        /** @param tests names of classes and methods, separated by a comma */
        Row(String title, String tests) {
            this.title = title;
            this.tests = tests;
        }

        private List<? extends DiscoverySelector> selectors() {
            return Stream.of(tests.split(",(?! )", -1))
                    .map(name -> "io.cohortroi." + name)
                    .map(name -> name.contains("#") ? selectMethod(name) : selectClass(name))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Row.class)
    void shouldHold(Row row) throws Exception {
        FaultReport report = FaultReport.open(Path.of("target", "faults", "report.json"));
        List<String> asked = List.of(System.getProperty("faults.rows", "").split(",", -1));
        boolean wanted = asked.get(0).isEmpty() ? !report.isDone(row.name()) : asked.contains(row.name());
        assumeThat(wanted).as(row + " is done, or was not asked for").isTrue();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        PublishedFigures published = new PublishedFigures();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(row.selectors())
                                .build(),
                        listener,
                        published);
        TestExecutionSummary summary = listener.getSummary();
        ObjectNode figures = report.row(row.name());
        figures.put("title", row.title)
                .put("done", summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0)
                .put("count", summary.getTestsSucceededCount())
                .put("failed", summary.getTotalFailureCount())
                .put("aborted", summary.getTestsAbortedCount());
        if (summary.getTotalFailureCount() == 0) {
            figures.put("lost", 0).put("duplicated", 0);
        }
        published.figures().forEach(figures::put);
        figures.put("seconds", (summary.getTimeFinished() - summary.getTimeStarted()) / 1_000);
        report.save();
        assertThat(summary.getFailures())
                .as(row.toString())
                .extracting(failure -> failure.getTestIdentifier().getDisplayName() + ": " + failure.getException())
                .isEmpty();
    }
}
