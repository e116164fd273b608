package io.cohortroi.runtime.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.cohortroi.runtime.analyze.Analysis;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.Importer;
import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.cohortroi.runtime.whatif.Difference.Change;
import io.cohortroi.testing.OuladSample;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equal runs differ in nothing; another baseline moves exactly what it is part of. */
class WhatIfTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void write() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        OuladSample.write(data, 42, 150);
    }

    @Test
    void shouldFindNothingBesideALiveClusterWhereNothingChanges() throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
        Settings live = settings(Map.of("bootstrap.servers", TestBroker.bootstrap(), "prefix", TestBroker.prefix()));
        Set<String> leftBefore = leftovers();
        try (Admin admin = Admin.create(client)) {
            ProgramTopics.require(admin, live);
            new Importer(client, live.kafka().prefix(), null)
                    .run(new OuladSource(data), new ImportTally(), ProgressListener.NONE);
            Set<String> topics = admin.listTopics().names().get();

            Difference difference =
                    new WhatIf(live, live, Changes.none(), NormsFile.shipped(), ProgressListener.NONE).ofCluster();

            assertThat(difference.isEmpty()).as(difference.text().toString()).isTrue();
            assertThat(admin.listTopics().names().get()).isEqualTo(topics);
            assertThat(admin.listGroups().all().get())
                    .noneMatch(group -> group.groupId().startsWith(live.kafka().prefix()));
        }
        assertThat(leftovers()).isEqualTo(leftBefore);
    }

    @Test
    void shouldMoveExactlyWhatTheBaselineIsPartOf() throws Exception {
        Path baselines = folder.resolve("baselines.jsonl");
        Files.writeString(
                baselines,
                "{\"archetype\":\"Power User\",\"roi_multiplier\":1.9,\"source\":\"manual\",\"version\":1}\n");
        Settings settings = settings(Map.of());
        Changes changes = Changes.none().withValues("archetype-baselines", baselines);

        Difference difference = new WhatIf(settings, settings, changes, NormsFile.shipped(), ProgressListener.NONE)
                .of(new OuladSource(data));

        assertThat(difference.records()).isNotEmpty().allSatisfy(WhatIfTest::isOfPowerUser);
        assertThat(difference.cohorts()).isNotEmpty().allSatisfy(cohort -> {
            assertThat(cohort.before().keySet()).isSubsetOf("expected_roi", "variance_pct");
            assertThat(new BigDecimal(cohort.after().get("expected_roi")))
                    .isGreaterThan(new BigDecimal(cohort.before().get("expected_roi")));
        });
        assertThat(difference.json().get("records_changed").asInt())
                .isEqualTo(difference.records().size());
    }

    @Test
    void shouldFindInTheFolderOfAnAnalysisWhatItFindsOnItsSource() throws Exception {
        Settings settings = settings(Map.of());
        Path out = Files.createDirectories(folder.resolve("out"));
        new Analysis(settings, NormsFile.shipped(), false, true, out, ProgressListener.NONE)
                .run(new OuladSource(data), new ImportTally());
        Path baselines = folder.resolve("baselines.jsonl");
        Files.writeString(baselines, "{\"archetype\":\"Power User\",\"roi_multiplier\":1.9,\"source\":\"manual\"}\n");
        WhatIf changed = whatIf(settings, Changes.none().withValues("archetype-baselines", baselines));

        assertThat(whatIf(settings, Changes.none()).ofFolder(out).isEmpty()).isTrue();
        Difference difference = changed.ofFolder(out);
        assertThat(difference).isEqualTo(changed.of(new OuladSource(data)));
        assertThat(difference.records()).isNotEmpty();

        Settings others = settings(Map.of("capability.default.value", "577", "alert.min.completions", "5"));
        assertThatIOException()
                .isThrownBy(() -> whatIf(others, Changes.none()).ofFolder(out))
                .withMessageContaining("the inputs of " + out + " give other results now: ");
    }

    private static WhatIf whatIf(Settings settings, Changes changes) {
        return new WhatIf(settings, settings, changes, NormsFile.shipped(), ProgressListener.NONE);
    }

    /** 1.9 for 1.4; and what a multiplier is of it follows. */
    private static void isOfPowerUser(Change record) {
        assertThat(record.before()).containsEntry("baseline_roi", "1.4").containsEntry("baseline_version", "0");
        assertThat(record.after()).containsEntry("baseline_roi", "1.9").containsEntry("baseline_version", "1");
        assertThat(record.before().keySet()).isSubsetOf("baseline_roi", "baseline_version", "roi_vs_baseline");
        String before = record.before().get("roi_vs_baseline");
        if (before != null) {
            double after = Double.parseDouble(record.after().get("roi_vs_baseline"));
            assertThat(after * 1.9)
                    .isCloseTo(Double.parseDouble(before) * 1.4, org.assertj.core.api.Assertions.within(1e-9));
        }
    }

    @Test
    void shouldRefuseWhatIsNoChange() throws IOException {
        Path file = folder.resolve("file");
        Files.writeString(file, "\n{\"roi_multiplier\":1.9}\n");
        assertThatIOException()
                .isThrownBy(() -> Changes.none().withValues("archetype-baselines", file))
                .withMessage(file + " line 2: a value of archetype-baselines has archetype");
        Files.writeString(file, "http.port=1\n");
        assertThatIOException()
                .isThrownBy(() -> Changes.none().withThresholds(file))
                .withMessage(file + ": thresholds are settings of alerts (alert.…), found http.port");
    }

    private static Settings settings(Map<String, String> set) {
        return Settings.of(Optional.empty(), Map.of(), set);
    }

    private static Set<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(Path::toString)
                    .filter(name -> name.contains("cohort-roi-what-if-"))
                    .collect(Collectors.toSet());
        }
    }
}
