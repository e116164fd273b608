package io.cohortroi.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.connect.file.FileContents;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.RecordingStorage;
import io.cohortroi.connect.file.SampleTopic;
import io.cohortroi.connect.file.SampleTopic.Sample;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlSinkTaskTest {
    private static final Path MEMORY = Path.of("/sink");

    @TempDir
    Path directory;

    @Test
    void shouldPauseAndHealWhereverTheDiskFails() throws IOException {
        SampleTopic topic = SampleTopic.of(21, 30, 0.1);
        RecordingStorage calm = new RecordingStorage();
        WorkerDriver undisturbed = new WorkerDriver(calm, topic, false);
        undisturbed.start(properties(MEMORY));
        undisturbed.pollToTheEnd(4);
        int changes = calm.changes().size();
        for (int failing = 0; failing < changes; failing++) {
            RecordingStorage storage = new RecordingStorage();
            WorkerDriver worker = new WorkerDriver(storage, topic, false);
            storage.failAfter(failing);
            worker.start(properties(MEMORY));
            for (int i = 0; i < 20; i++) {
                worker.poll(4);
            }
            long committed = worker.committed();
            assertThat(worker.isPaused())
                    .as("disk full after %s changes", failing)
                    .isTrue();

            storage.heal();
            worker.waitFor(10_000);
            worker.pollToTheEnd(4);

            assertThat(worker.isPaused()).isFalse();
            assertThat(worker.committed()).isGreaterThanOrEqualTo(committed).isEqualTo(undisturbed.committed());
            assertThat(FileContents.verified(storage, MEMORY))
                    .as("disk full after %s changes", failing)
                    .isEqualTo(topic.expected(Long.MAX_VALUE));
        }
        System.out.println("figure: disk full after each of " + changes + " changes, healed exactly");
    }

    @Test
    void shouldStopWhenTheDiskStaysFullLongerThanTheRetryTimeout() {
        RecordingStorage storage = new RecordingStorage();
        WorkerDriver worker = new WorkerDriver(storage, SampleTopic.of(22, 30, 0), false);
        worker.start(properties(MEMORY));
        worker.poll(4);
        storage.failAfter(1);
        worker.poll(4);
        worker.waitFor(600_000);

        assertThatThrownBy(() -> worker.poll(4))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("roi-0 could not be written for")
                .hasMessageContaining("No space left on device");
    }

    @Test
    void shouldWaitForTheOwnerOfTheLock() throws IOException {
        SampleTopic topic = SampleTopic.of(23, 10, 0);
        Path lock = Files.createDirectories(directory.resolve("roi")).resolve("roi-0.lock");
        WorkerDriver worker = new WorkerDriver(new LocalStorage(), topic, false);
        try (FileChannel zombie = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = zombie.lock()) {
            assertThat(held.isValid()).isTrue();
            worker.start(properties(directory));
            worker.poll(10);
            assertThat(worker.isPaused()).isTrue();
            assertThat(worker.committed()).isEqualTo(-1);
        }
        worker.waitFor(10_000);
        worker.pollToTheEnd(10);
        worker.close();

        assertThat(FileContents.verified(new LocalStorage(), directory)).isEqualTo(topic.expected(Long.MAX_VALUE));
    }

    @Test
    void shouldStopWhenTheFolderIsRemovedWhileItRuns() throws IOException {
        WorkerDriver worker = new WorkerDriver(new LocalStorage(), SampleTopic.of(24, 30, 0), false);
        worker.start(properties(directory));
        worker.poll(5);
        long committed = worker.committed();
        for (Path file : new LocalStorage().files(directory)) {
            Files.delete(file);
        }
        Files.delete(directory.resolve("roi"));

        assertThatThrownBy(() -> worker.poll(5))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("roi-0.lock: was removed");
        assertThat(worker.committed()).isEqualTo(committed);
    }

    @Test
    void shouldStopAtAValueThatIsNoJsonObject() {
        SampleTopic topic = SampleTopic.of(25, 3, 0);
        topic.samples().add(new Sample(90, 0, "L1", "[1]"));
        WorkerDriver worker = new WorkerDriver(new RecordingStorage(), topic, false);
        worker.start(properties(MEMORY));

        assertThatThrownBy(() -> worker.poll(10))
                .isInstanceOf(ConnectException.class)
                .hasMessage("roi-0 offset 90 cannot become a line: a value is one JSON object, at byte 0; to pass such"
                        + " records over, set errors.tolerance=all and a dead letter topic");
    }

    @Test
    void shouldReportAValueThatIsNoJsonObjectAndGoOn() throws IOException {
        SampleTopic topic = SampleTopic.of(26, 3, 0);
        topic.samples().add(new Sample(90, 0, "L1", "{\"cut"));
        topic.samples().add(new Sample(91, 0, "L1", "{\"whole\":1}"));
        RecordingStorage storage = new RecordingStorage();
        WorkerDriver worker = new WorkerDriver(storage, topic, true);
        worker.start(properties(MEMORY));
        worker.pollToTheEnd(10);

        assertThat(worker.reported())
                .singleElement()
                .satisfies(record -> assertThat(record.kafkaOffset()).isEqualTo(90));
        assertThat(worker.committed()).isEqualTo(92);
        assertThat(FileContents.verified(storage, MEMORY))
                .endsWith("}\n{\"whole\":1}\n")
                .doesNotContain("cut");
    }

    @Test
    void shouldStopWhenTheTopicIsShorterThanTheFiles() {
        WorkerDriver worker = new WorkerDriver(new RecordingStorage(), SampleTopic.of(27, 20, 0), false);
        worker.start(properties(MEMORY));
        worker.pollToTheEnd(50);
        worker.resetTo(0);

        assertThatThrownBy(() -> worker.poll(5))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("the topic was created anew or lost its end");
    }

    @Test
    void shouldGoOnWhereTheFilesEndWhateverKafkaHasCommitted() throws IOException {
        SampleTopic topic = SampleTopic.of(28, 20, 0);
        RecordingStorage storage = new RecordingStorage();
        WorkerDriver first = new WorkerDriver(storage, topic, false);
        first.start(properties(MEMORY));
        first.poll(7);
        first.close();
        for (long reset : new long[] {0, 1_000}) {
            WorkerDriver second = new WorkerDriver(storage, topic, false);
            second.resetTo(reset);
            second.start(properties(MEMORY));
            second.pollToTheEnd(50);
            second.close();
        }

        assertThat(FileContents.verified(storage, MEMORY)).isEqualTo(topic.expected(Long.MAX_VALUE));
    }

    private static Map<String, String> properties(Path folder) {
        return new HashMap<>(Map.of("directory", folder.toString(), "rotate.lines", "5"));
    }
}
