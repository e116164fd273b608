package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.PartitionWriter;
import io.cohortroi.connect.file.SampleTopic;
import io.cohortroi.connect.file.SinkFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reader that shares nothing with the sink sees what the sink wrote, and sees what was done to it since. */
class PlainFilesTest {
    private static final String TOPIC = "roi-records";

    @TempDir
    Path folder;

    @Test
    void shouldFindNothingInWhatTheSinkWrote() throws IOException {
        for (boolean gzip : List.of(false, true)) {
            for (boolean isDated : List.of(false, true)) {
                Path files = Files.createDirectory(folder.resolve(gzip + "-" + isDated));
                List<ConsumerRecord<byte[], byte[]>> committed = written(files, gzip, isDated);

                assertThat(PlainFiles.compare(files, TOPIC, committed))
                        .isEqualTo(new PlainFiles.Report(0, 0, List.of()));
            }
        }
    }

    @Test
    void shouldFindARecordThatHasNoLine() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> committed = written(folder, false, false);
        committed.add(record(committed.get(committed.size() - 1).offset() + 1, "L1", "{\"learner_id\":\"L1\"}"));

        assertThat(PlainFiles.compare(folder, TOPIC, committed).missing()).isEqualTo(1);
    }

    @Test
    void shouldFindALineThatHasNoRecord() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> committed = written(folder, false, false);
        Files.writeString(file(".open"), "{\"aborted\":true}\n", StandardOpenOption.APPEND);

        assertThat(PlainFiles.compare(folder, TOPIC, committed).tooMany()).isEqualTo(1);
    }

    @Test
    void shouldPassOverABeginningOfALineInTheOpenFileOnly() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> committed = written(folder, false, false);
        Files.writeString(file(".open"), "{\"learner_id\":", StandardOpenOption.APPEND);
        assertThat(PlainFiles.compare(folder, TOPIC, committed).findings()).isEmpty();

        Files.writeString(file(".jsonl"), "{\"learner_id\":", StandardOpenOption.APPEND);
        assertThat(PlainFiles.compare(folder, TOPIC, committed).findings())
                .anyMatch(finding -> finding.endsWith("ends within a line"))
                .anyMatch(finding -> finding.contains(": bytes is "))
                .anyMatch(finding -> finding.contains(": sha256 is "));
    }

    @Test
    void shouldFindAFileThatIsGone() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> committed = written(folder, false, false);
        Files.delete(file(".jsonl"));

        assertThat(PlainFiles.compare(folder, TOPIC, committed).missing()).isPositive();
    }

    private static List<ConsumerRecord<byte[], byte[]>> written(Path files, boolean gzip, boolean isDated)
            throws IOException {
        SampleTopic topic = SampleTopic.of(20_260_107, 300, 0.02);
        SinkFiles settings = new SinkFiles(files, true, isDated, 4_000, 1_000, 86_400_000, gzip, false, "learner_id");
        try (PartitionWriter writer =
                Objects.requireNonNull(PartitionWriter.tryOpen(new LocalStorage(), settings, TOPIC, 0))) {
            topic.writeTo(writer, 60);
        }
        List<ConsumerRecord<byte[], byte[]>> committed = new ArrayList<>();
        topic.samples().forEach(sample -> committed.add(record(sample.offset(), sample.key(), sample.value())));
        return committed;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String key, String value) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .toList()
                    .get(0);
        }
    }
}
