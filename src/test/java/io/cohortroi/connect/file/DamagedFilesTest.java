package io.cohortroi.connect.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.connect.verify.FolderVerifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Files cut short or changed behind the sink's back: it heals from the topic, or stops once and says which file. */
class DamagedFilesTest {
    private static final Path FOLDER = Path.of("/sink");
    private static final String TOPIC = "roi";
    private static final SinkFiles FILES =
            new SinkFiles(FOLDER, true, false, 2000, 20, 86_400_000_000L, false, false, "learner_id");

    private final SampleTopic topic = SampleTopic.of(11, 47, 0);
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @Test
    void shouldHealATailCutAtEveryByteOfTheLastTwoLines() throws IOException {
        Map<Path, byte[]> disk = written();
        Path open = only(disk, ".jsonl.open");
        byte[] content = Objects.requireNonNull(disk.get(open));
        String text = new String(content, StandardCharsets.UTF_8);
        int lastTwo = text.substring(0, text.length() - 1)
                .substring(0, text.substring(0, text.length() - 1).lastIndexOf('\n'))
                .lastIndexOf('\n');
        int from = text.substring(0, lastTwo + 1).getBytes(StandardCharsets.UTF_8).length;
        for (int length = from; length < content.length; length++) {
            Map<Path, byte[]> damaged = new HashMap<>(disk);
            damaged.put(open, Arrays.copyOf(content, length));
            outcomes.merge(reopened(damaged, length), 1, Integer::sum);
        }

        System.out.println("figure: tail cut at " + (content.length - from) + " bytes: " + outcomes);
        assertThat(outcomes).containsOnlyKeys("healed");
    }

    @Test
    void shouldStopOnceOnAManifestItNeedsCutAtEveryByte() throws IOException {
        Map<Path, byte[]> disk = written();
        disk.keySet()
                .removeIf(path ->
                        path.toString().endsWith(".open") || path.toString().endsWith(".journal"));
        Path newest = disk.keySet().stream()
                .filter(path -> path.toString().endsWith(".manifest.json"))
                .max(Path::compareTo)
                .orElseThrow();
        byte[] content = Objects.requireNonNull(disk.get(newest));
        for (int length = 0; length < content.length; length++) {
            Map<Path, byte[]> damaged = new HashMap<>(disk);
            damaged.put(newest, Arrays.copyOf(content, length));
            outcomes.merge(reopened(damaged, length), 1, Integer::sum);
        }

        System.out.println("figure: manifest cut at " + content.length + " bytes: " + outcomes);
        assertThat(outcomes).containsOnlyKeys("stopped, naming the file");
    }

    @Test
    void shouldHealStopOrShowInVerifyEveryFlippedBit() throws IOException {
        long seed = 20_260_201;
        Random random = new Random(seed);
        Map<Path, byte[]> disk = written();
        for (int i = 0; i < 200; i++) {
            Path path = disk.keySet().stream().sorted().toList().get(random.nextInt(disk.size()));
            byte[] content = Objects.requireNonNull(disk.get(path)).clone();
            content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
            Map<Path, byte[]> damaged = new HashMap<>(disk);
            damaged.put(path, content);
            outcomes.merge(reopened(damaged, i), 1, Integer::sum);
        }

        System.out.println("figure: 200 flipped bits, seed " + seed + ": " + outcomes);
        assertThat(outcomes.keySet()).isSubsetOf("healed", "stopped, naming the file", "goes on, shown by verify");
    }

    private String reopened(Map<Path, byte[]> damaged, int number) throws IOException {
        RecordingStorage storage = new RecordingStorage(damaged);
        try {
            PartitionWriter writer = Objects.requireNonNull(PartitionWriter.tryOpen(storage, FILES, TOPIC, 0));
            topic.writeTo(writer, 5);
            writer.close();
        } catch (DamagedFileException e) {
            return String.valueOf(e.getMessage()).startsWith(FOLDER.toString())
                    ? "stopped, naming the file"
                    : "stopped";
        }
        if (!new FolderVerifier(storage).verify(FOLDER).isSound()) {
            return "goes on, shown by verify";
        }
        boolean exact = FileContents.verified(storage, FOLDER).equals(topic.expected(Long.MAX_VALUE));
        return exact ? "healed" : "wrong and unnoticed, case " + number;
    }

    private Map<Path, byte[]> written() throws IOException {
        RecordingStorage storage = new RecordingStorage();
        PartitionWriter writer = Objects.requireNonNull(PartitionWriter.tryOpen(storage, FILES, TOPIC, 0));
        topic.writeTo(writer, 2);
        writer.close();
        return new HashMap<>(storage.content());
    }

    private static Path only(Map<Path, byte[]> disk, String suffix) {
        return disk.keySet().stream()
                .filter(path -> path.toString().endsWith(suffix))
                .reduce((a, b) -> {
                    throw new IllegalStateException("two files end in " + suffix);
                })
                .orElseThrow();
    }
}
