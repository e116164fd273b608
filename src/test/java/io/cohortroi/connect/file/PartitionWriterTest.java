package io.cohortroi.connect.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the real file system: what lies where after which records. */
class PartitionWriterTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOON = Instant.parse("2026-01-31T12:00:00Z").toEpochMilli();

    @TempDir
    Path directory;

    @Test
    void shouldNameFilesByTheirFirstOffsetAndSayInTheManifestWhatIsInThem() throws IOException {
        try (PartitionWriter writer = open(files(100, 2, DAY, false))) {
            append(writer, 7, NOON, "{\"n\":1}");
            append(writer, 9, NOON, "{\"n\":2}");
            append(writer, 10, NOON, "{\"n\":3}");
        }

        assertThat(names())
                .containsExactly(
                        "roi-3-00000000000000000007.jsonl",
                        "roi-3-00000000000000000007.manifest.json",
                        "roi-3-00000000000000000010.journal",
                        "roi-3-00000000000000000010.jsonl.open",
                        "roi-3.lock");
        assertThat(content("roi-3-00000000000000000007.jsonl")).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
        assertThat(content("roi-3-00000000000000000007.manifest.json"))
                .startsWith("""
                {
                  "topic": "roi",
                  "partition": 3,
                  "first_offset": 7,
                  "last_offset": 9,
                  "count": 2,
                  "bytes": 16,
                  "sha256": "%s",
                """.formatted(sha256("{\"n\":1}\n{\"n\":2}\n")));
        assertThat(content("roi-3-00000000000000000010.jsonl.open")).isEqualTo("{\"n\":3}\n");
    }

    @Test
    void shouldFinishBeforeALineThatWouldPassTheBytes() throws IOException {
        try (PartitionWriter writer = open(files(20, 100, DAY, true))) {
            append(writer, 0, NOON, "{\"n\":1}");
            append(writer, 1, NOON, "{\"n\":2}");
            append(writer, 2, NOON, "{\"much\":\"longer than twenty bytes\"}");
            append(writer, 3, NOON, "{\"n\":4}");
        }

        assertThat(lines())
                .containsExactly("{\"n\":1}\n{\"n\":2}\n", "{\"much\":\"longer than twenty bytes\"}\n", "{\"n\":4}\n");
    }

    @Test
    void shouldFinishBeforeALineOfALaterWindowAndNotGoBack() throws IOException {
        try (PartitionWriter writer = open(files(1000, 100, DAY, true))) {
            append(writer, 0, NOON, "{\"n\":1}");
            append(writer, 1, NOON - 3 * DAY, "{\"late\":true}");
            append(writer, 2, NOON + DAY, "{\"n\":2}");
            append(writer, 3, NOON, "{\"late\":true}");
        }

        assertThat(lines()).containsExactly("{\"n\":1}\n{\"late\":true}\n", "{\"n\":2}\n{\"late\":true}\n");
    }

    @Test
    void shouldSurviveAClockThatJumps() throws IOException {
        long[] times = {NOON, Long.MAX_VALUE, Long.MIN_VALUE, 0, NOON, NOON + DAY, -1, NOON + DAY};
        SinkFiles dated = new SinkFiles(directory, true, true, 1000, 2, DAY, false, true, "learner_id");
        try (PartitionWriter writer = open(dated)) {
            for (int i = 0; i < times.length; i++) {
                append(writer, i, times[i], "{\"n\":" + i + "}");
                writer.flush();
            }
        }

        assertThat(FileContents.verified(new LocalStorage(), directory).lines())
                .containsExactly(
                        "{\"n\":0}",
                        "{\"n\":1}",
                        "{\"n\":2}",
                        "{\"n\":3}",
                        "{\"n\":4}",
                        "{\"n\":5}",
                        "{\"n\":6}",
                        "{\"n\":7}");
        try (Stream<Path> dates = Files.list(directory.resolve("roi")).filter(Files::isDirectory)) {
            assertThat(dates.map(date -> date.getFileName().toString()))
                    .containsOnly("1970-01-01", "2026-01-31", "9999-12-31", "2026-02-01");
        }
    }

    @Test
    void shouldGoOnWithTheOpenFileOfItsPredecessor() throws IOException {
        SinkFiles files = files(1000, 100, DAY, false);
        try (PartitionWriter writer = open(files)) {
            append(writer, 5, NOON, "{\"n\":1}");
        }
        try (PartitionWriter writer = open(files)) {
            assertThat(writer.nextOffset()).isEqualTo(6);
            append(writer, 8, NOON, "{\"n\":2}");
            writer.flush();
            assertThat(writer.durableOffset()).isEqualTo(9);
        }

        assertThat(content("roi-3-00000000000000000005.jsonl.open")).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void shouldCompressFinishedFiles() throws IOException {
        SinkFiles files = new SinkFiles(directory, true, false, 1000, 2, DAY, true, false, "learner_id");
        try (PartitionWriter writer = open(files)) {
            append(writer, 0, NOON, "{\"n\":1}");
            append(writer, 1, NOON, "{\"n\":2}");
        }

        assertThat(names())
                .containsExactly(
                        "roi-3-00000000000000000000.jsonl.gz",
                        "roi-3-00000000000000000000.manifest.json",
                        "roi-3.lock");
        assertThat(FileContents.verified(new LocalStorage(), directory)).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    }

    @Test
    void shouldEraseTheLinesOfAKeyFromEveryFileAndSaySo() throws IOException {
        SinkFiles files = files(1000, 2, DAY, false);
        String one = "{\"learner_id\":\"L1\"}";
        String two = "{\"learner_id\":\"L2\"}";
        String before;
        try (PartitionWriter writer = open(files)) {
            append(writer, 0, NOON, one);
            append(writer, 1, NOON, two);
            append(writer, 2, NOON, two);
            append(writer, 3, NOON, two);
            append(writer, 4, NOON, one);
            before = content("roi-3-00000000000000000000.manifest.json");
            writer.erase(5, NOON, "L1");
            append(writer, 6, NOON, one);
            writer.flush();
            assertThat(writer.erasedLines()).isEqualTo(2);
            assertThat(writer.durableOffset()).isEqualTo(7);
        }

        assertThat(content("roi-3-00000000000000000000.jsonl")).isEqualTo(two + "\n");
        assertThat(content("roi-3-00000000000000000004.jsonl")).isEmpty();
        assertThat(content("roi-3-00000000000000000005.jsonl.open")).isEqualTo(one + "\n");
        Manifest old = manifest("roi-3-00000000000000000000", before);
        Manifest erased = manifest("roi-3-00000000000000000000", content("roi-3-00000000000000000000.manifest.json"));
        assertThat(erased.state()).isEqualTo("erased");
        assertThat(erased.count()).isEqualTo(1);
        assertThat(erased.erasedLines()).isEqualTo(1);
        assertThat(erased.lastOffset()).isEqualTo(1);
        assertThat(erased.previousSha256()).isEqualTo(old.sha256());
        assertThat(content("roi-3-00000000000000000002.manifest.json")).contains("\"state\": \"complete\"");
        assertThat(FileContents.verified(new LocalStorage(), directory))
                .isEqualTo(two + "\n" + two + "\n" + two + "\n" + one + "\n");
    }

    @Test
    void shouldPassNullValuesOverWhenNothingIsToBeErased() throws IOException {
        SinkFiles files = new SinkFiles(directory, true, false, 1000, 100, DAY, false, false, null);
        try (PartitionWriter writer = open(files)) {
            append(writer, 0, NOON, "{\"learner_id\":\"L1\"}");
            writer.erase(1, NOON, "L1");
        }
        try (PartitionWriter writer = open(files)) {
            assertThat(writer.nextOffset()).isEqualTo(2);
            assertThat(FileContents.verified(new LocalStorage(), directory)).isEqualTo("{\"learner_id\":\"L1\"}\n");
        }
    }

    @Test
    void shouldNotOpenWhileAnotherOwnerLives() throws IOException {
        SinkFiles files = files(1000, 100, DAY, false);
        PartitionWriter zombie = open(files);

        assertThat(PartitionWriter.tryOpen(new LocalStorage(), files, "roi", 3)).isNull();

        zombie.abandon();
        open(files).close();
    }

    @Test
    void shouldRefuseToWriteOnceALaterGenerationOwnsThePartition() throws IOException {
        PartitionWriter zombie = open(files(1000, 100, DAY, false));
        append(zombie, 0, NOON, "{\"n\":1}");
        Files.writeString(directory.resolve("roi/roi-3.lock"), "2");

        assertThatThrownBy(zombie::flush)
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("roi-3.lock: the partition belongs to generation 2, this task is 1");
        assertThat(content("roi-3-00000000000000000000.jsonl.open")).isEmpty();
        zombie.abandon();
    }

    @Test
    void shouldStopWhenItsFolderIsRemoved() throws IOException {
        PartitionWriter writer = open(files(1000, 100, DAY, false));
        append(writer, 0, NOON, "{\"n\":1}");
        writer.flush();
        for (String name : names()) {
            Files.delete(directory.resolve("roi").resolve(name));
        }
        append(writer, 1, NOON, "{\"n\":2}");

        assertThatThrownBy(writer::flush)
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("roi-3.lock: was removed");
        assertThat(writer.durableOffset()).isEqualTo(1);
        writer.abandon();
    }

    @Test
    void shouldStopWhenItsOpenFileIsReplaced() throws IOException {
        PartitionWriter writer = open(files(1000, 100, DAY, false));
        append(writer, 0, NOON, "{\"n\":1}");
        writer.flush();
        Path open = directory.resolve("roi/roi-3-00000000000000000000.jsonl.open");
        Files.delete(open);
        Files.writeString(open, "");
        append(writer, 1, NOON, "{\"n\":2}");

        assertThatThrownBy(writer::flush)
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("was removed or replaced while it was being written");
        assertThat(writer.durableOffset()).isEqualTo(1);
        writer.abandon();
    }

    private SinkFiles files(long bytes, long lines, long windowMs, boolean finishOnClose) {
        return new SinkFiles(directory, true, false, bytes, lines, windowMs, false, finishOnClose, "learner_id");
    }

    private static PartitionWriter open(SinkFiles files) throws IOException {
        return Objects.requireNonNull(PartitionWriter.tryOpen(new LocalStorage(), files, "roi", 3));
    }

    private static void append(PartitionWriter writer, long offset, long timeMs, String line) throws IOException {
        writer.append(offset, timeMs, line.getBytes(StandardCharsets.UTF_8));
    }

    private static Manifest manifest(String name, String content) throws DamagedFileException {
        return Manifest.decode(Path.of(name), content.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String text) {
        ContentDigest digest = new ContentDigest();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.write(bytes, 0, bytes.length);
        return digest.finish();
    }

    private String content(String name) throws IOException {
        return Files.readString(directory.resolve("roi").resolve(name));
    }

    private List<String> lines() throws IOException {
        try (Stream<Path> found = Files.list(directory.resolve("roi"))) {
            List<String> contents = new ArrayList<>();
            for (Path file : found.filter(path -> path.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList()) {
                contents.add(Files.readString(file));
            }
            return contents;
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> found = Files.list(directory.resolve("roi"))) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
