package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.OuladOracle;
import io.cohortroi.testing.OuladSample;
import io.cohortroi.testing.RealData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OuladSourceTest {
    private static final List<String> TIE_ORDER = List.of("learners", "session", "quiz", "training-completions");

    private final ImportTally tally = new ImportTally();

    @TempDir
    Path folder;

    @Test
    void shouldGiveWhatTheOracleCalculatesOfAGeneratedSample() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            System.out.println("seed " + seed);
            OuladSample.write(folder, seed, 300);

            assertEqualToOracle(folder, new ImportTally());
        }
    }

    @Test
    void shouldGiveWhatTheOracleCalculatesOfTheRealData() throws Exception {
        Path real = RealData.require("oulad");

        assertEqualToOracle(real, tally);

        ImportReport report = tally.report("oulad", 0, 0);
        assertThat(report.mapped())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cohorts", 6L,
                        "workflows", 92L,
                        "capabilities", 16L,
                        "learners", 17_252L,
                        "learner-activity", 666_287L,
                        "training-completions", 82_039L));
        assertThat(report.skipped()).isEqualTo(Map.of("banked", 720L, "blank score", 83L));
        assertThat(report.rejected().total()).isZero();
    }

    @Test
    void shouldPublishReferenceDataFirstThenEventTimeThenKindThenFileOrder() throws Exception {
        System.out.println("seed 11");
        OuladSample.write(folder, 11, 200);

        EventSequence events = new OuladSource(folder).prepare(tally, ProgressListener.NONE);

        Instant last = Instant.EPOCH;
        int lastKind = 0;
        boolean reference = true;
        for (ImportedEvent event : events) {
            boolean isReference = event.key().endsWith("@1");
            assertThat(isReference).as(event.json()).isIn(reference, false);
            reference = isReference;
            int kind = isReference ? 0 : TIE_ORDER.indexOf(kind(event));
            assertThat(event.eventTime()).isAfterOrEqualTo(last);
            assertThat(event.eventTime().equals(last) && kind < lastKind)
                    .as(event.json())
                    .isFalse();
            last = event.eventTime();
            lastKind = kind;
        }
        assertThat(reference).isFalse();
    }

    @Test
    void shouldGiveTheSameEventsEveryTime() throws Exception {
        OuladSample.write(folder, 12, 60);

        EventSequence first = new OuladSource(folder).prepare(tally, ProgressListener.NONE);
        EventSequence second = new OuladSource(folder).prepare(new ImportTally(), ProgressListener.NONE);

        assertThat(second).containsExactlyElementsOf(first);
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint()).matches("[0-9a-f]{64}");
        assertThat(second.size()).isEqualTo(first.size());
    }

    private static String kind(ImportedEvent event) {
        return event.topic().equals("learner-activity")
                ? event.json().contains("\"type\":\"quiz\"") ? "quiz" : "session"
                : event.topic();
    }

    private static void assertEqualToOracle(Path folder, ImportTally tally) throws ImportException, IOException {
        OuladOracle.Figures expected = OuladOracle.calculate(folder);

        EventSequence events = new OuladSource(folder).prepare(tally, ProgressListener.NONE);
        EventFold fold = new EventFold();
        long size = 0;
        for (Iterator<ImportedEvent> all = events.iterator(); all.hasNext(); size++) {
            fold.add(all.next());
        }

        assertThat(size).isEqualTo(events.size());
        assertThat(fold.counts)
                .containsEntry("learners", expected.learnerEvents())
                .containsEntry("session", expected.sessions())
                .containsEntry("quiz", expected.quizzes())
                .containsEntry("training-completions", expected.completions());
        assertThat(tally.report("oulad", 0, 0).skipped())
                .isEqualTo(Map.of("banked", expected.banked(), "blank score", expected.blankScores()));
        assertThat(tally.rejected()).isZero();
        assertThat(fold.cohorts()).isEqualTo(expected.cohorts());
    }
}
