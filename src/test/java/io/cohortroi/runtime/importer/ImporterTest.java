package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.testing.OuladSample;
import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImporterTest {
    private static final List<String> TOPICS =
            List.of("cohorts", "workflows", "capabilities", "learners", "learner-activity", "training-completions");

    @TempDir
    Path folder;

    @TempDir
    Path progress;

    private final String prefix = TestBroker.prefix();
    private final Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());

    @BeforeEach
    void createTopics() throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(prefix + topic, 3, (short) 1)
                                    .configs(Map.of("message.timestamp.type", "LogAppendTime")))
                            .toList())
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldPublishEveryEventOnceAndReportIt() throws Exception {
        System.out.println("seed 31");
        OuladSample.write(folder, 31, 150);
        List<Long> steps = new ArrayList<>();
        long size = size();

        ImportReport report = importer().run(new OuladSource(folder), new ImportTally(), (phase, done, total) -> {
            if (phase.equals("publishing events")) {
                steps.add(done);
                assertThat(total).isEqualTo(size);
            }
        });

        assertThat(published()).isEqualTo(expected());
        assertThat(report.published()).isEqualTo(size);
        assertThat(report.resumedAt()).isZero();
        assertThat(report.mapped()).containsOnlyKeys(TOPICS);
        assertThat(steps).isSorted().endsWith(size);
        assertThat(progress).isEmptyDirectory();
    }

    @Test
    void shouldGoOnAtTheLastCheckpointWhenInterrupted() throws Exception {
        System.out.println("seed 32");
        OuladSample.write(folder, 32, 150);
        long stopAt = 700;

        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> importer().run(new OuladSource(folder), new ImportTally(), (phase, done, total) -> {
                    if (phase.equals("publishing events") && done == stopAt) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .withMessage("interrupted near " + stopAt + " of " + size()
                        + " events. The same import goes on from its last checkpoint.");
        assertThat(Thread.interrupted()).isTrue();
        ImportReport report = importer().run(new OuladSource(folder), new ImportTally(), ProgressListener.NONE);

        assertThat(report.resumedAt()).isEqualTo(stopAt);
        assertThat(report.published()).isEqualTo(size() - stopAt);
        assertThat(published()).isEqualTo(expected());
        assertThat(progress).isEmptyDirectory();
    }

    @Test
    void shouldBeginAnewWhenTheFilesHaveChangedSinceTheInterruption() throws Exception {
        OuladSample.write(folder, 33, 60);
        AtomicLong sent = new AtomicLong();
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> importer().run(new OuladSource(folder), new ImportTally(), (phase, done, total) -> {
                    if (phase.equals("publishing events") && sent.incrementAndGet() == 100) {
                        Thread.currentThread().interrupt();
                    }
                }));
        assertThat(Thread.interrupted()).isTrue();

        OuladSample.write(folder, 34, 60);
        ImportReport report = importer().run(new OuladSource(folder), new ImportTally(), ProgressListener.NONE);

        assertThat(report.resumedAt()).isZero();
        assertThat(report.published()).isEqualTo(size());
    }

    @Test
    void shouldPublishTheSameEventsAgainWhenRepeated() throws Exception {
        OuladSample.write(folder, 35, 20);

        importer().run(new OuladSource(folder), new ImportTally(), ProgressListener.NONE);
        importer().run(new OuladSource(folder), new ImportTally(), ProgressListener.NONE);

        SortedMap<String, Long> twice = expected();
        twice.replaceAll((event, count) -> 2 * count);
        assertThat(published()).isEqualTo(twice);
    }

    @Test
    void shouldNameMissingTopicsAndTheCommandThatCreatesThem() throws Exception {
        OuladSample.write(folder, 36, 20);

        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> new Importer(client, prefix + "no.", progress)
                        .run(new OuladSource(folder), new ImportTally(), ProgressListener.NONE))
                .withMessage("no such topic on " + TestBroker.bootstrap() + ": "
                        + String.join(
                                ", ",
                                TOPICS.stream()
                                        .map(topic -> prefix + "no." + topic)
                                        .sorted()
                                        .toList())
                        + ". 'cohort-roi topics apply' creates them.");
    }

    @Test
    void shouldRefuseADamagedProgressFile() throws Exception {
        OuladSample.write(folder, 37, 20);
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> importer().run(new OuladSource(folder), new ImportTally(), (phase, done, total) -> {
                    if (phase.equals("publishing events")) {
                        Thread.currentThread().interrupt();
                    }
                }));
        assertThat(Thread.interrupted()).isTrue();
        Path file;
        try (Stream<Path> files = Files.list(progress)) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, "half");

        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> importer().run(new OuladSource(folder), new ImportTally(), ProgressListener.NONE))
                .withMessageStartingWith("the progress file " + file + " cannot be read")
                .withMessageEndingWith("remove it to begin anew");
    }

    private Importer importer() {
        return new Importer(client, prefix, progress);
    }

    private long size() {
        try {
            return new OuladSource(folder)
                    .prepare(new ImportTally(), ProgressListener.NONE)
                    .size();
        } catch (ImportException e) {
            throw new AssertionError(e);
        }
    }

    private SortedMap<String, Long> published() {
        SortedMap<String, Long> values = new TreeMap<>();
        TOPICS.forEach(topic -> Records.committedValues(TestBroker.bootstrap(), prefix + topic)
                .forEach(value -> values.merge(topic + " " + value, 1L, Long::sum)));
        return values;
    }

    private SortedMap<String, Long> expected() throws ImportException {
        SortedMap<String, Long> values = new TreeMap<>();
        for (ImportedEvent event : new OuladSource(folder).prepare(new ImportTally(), ProgressListener.NONE)) {
            values.merge(event.topic() + " " + event.json(), 1L, Long::sum);
        }
        return values;
    }
}
