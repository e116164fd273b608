package io.cohortroi.connect.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.connect.file.CrashedDisk.Unforced;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every prefix of what the writer does to the disk, with what was not forced dropped, kept or half there. */
class PowerLossTest {
    private static final Path FOLDER = Path.of("/sink");
    private static final String TOPIC = "roi-records";
    private static final int RECORDS = 40;

    @ParameterizedTest
    @CsvSource({"false,false,1", "true,true,2", "false,true,3", "true,false,4"})
    void shouldRecoverExactlyFromEveryPrefixOfItsWrites(boolean gzip, boolean dated, long seed) throws IOException {
        SampleTopic topic = SampleTopic.of(seed, RECORDS, 0.1);
        RecordingStorage recorded = new RecordingStorage();
        List<long[]> acknowledged = new ArrayList<>();
        SinkFiles files = files(gzip, dated);
        PartitionWriter writer = Objects.requireNonNull(PartitionWriter.tryOpen(recorded, files, TOPIC, 0));
        for (int half = 0; half < 2; half++) {
            for (SampleTopic.Sample sample : topic.samples()) {
                if (sample.offset() < writer.nextOffset() || (half == 0 && sample.offset() > RECORDS / 2)) {
                    continue;
                }
                write(writer, sample);
                if (sample.offset() % 3 == 0) {
                    writer.flush();
                    acknowledged.add(new long[] {recorded.changes().size(), writer.durableOffset()});
                }
            }
            writer.close();
            writer = Objects.requireNonNull(PartitionWriter.tryOpen(recorded, files, TOPIC, 0));
        }
        writer.close();

        int cases = 0;
        List<DiskChange> changes = recorded.changes();
        for (int prefix = 0; prefix <= changes.size(); prefix++) {
            for (Unforced unforced : Unforced.values()) {
                for (int sample = 0; sample < (unforced == Unforced.ANY_PART ? 2 : 1); sample++) {
                    Random random = new Random(seed * 1_000_003 + prefix * 31L + sample);
                    Map<Path, byte[]> disk = CrashedDisk.after(changes.subList(0, prefix), unforced, random);
                    long durable = durable(acknowledged, prefix);
                    assertRecovers(disk, files, topic, durable, seed + "/" + prefix + "/" + unforced + "/" + sample);
                    cases++;
                }
            }
        }
        System.out.println("power loss: " + cases + " disks of " + changes.size() + " changes recovered exactly (gzip "
                + gzip + ", dated " + dated + ", seed " + seed + ")");
        assertThat(cases).isGreaterThan(1_000);
    }

    @Test
    void shouldRecoverFromACrashDuringRecovery() throws IOException {
        SampleTopic topic = SampleTopic.of(5, 30, 0.15);
        SinkFiles files = files(true, false);
        RecordingStorage recorded = new RecordingStorage();
        topic.writeTo(Objects.requireNonNull(PartitionWriter.tryOpen(recorded, files, TOPIC, 0)), 4);
        int cases = 0;
        for (int prefix = 0; prefix <= recorded.changes().size(); prefix += 11) {
            Map<Path, byte[]> disk =
                    CrashedDisk.after(recorded.changes().subList(0, prefix), Unforced.ANY_PART, new Random(prefix));
            RecordingStorage second = new RecordingStorage(disk);
            topic.writeTo(Objects.requireNonNull(PartitionWriter.tryOpen(second, files, TOPIC, 0)), 4);
            for (int inner = disk.size(); inner <= second.changes().size(); inner += 3) {
                Map<Path, byte[]> again =
                        CrashedDisk.after(second.changes().subList(0, inner), Unforced.ANY_PART, new Random(inner));
                assertRecovers(again, files, topic, 0, prefix + "/" + inner);
                cases++;
            }
        }
        System.out.println("power loss during recovery: " + cases + " disks recovered exactly");
        assertThat(cases).isGreaterThan(500);
    }

    private static void assertRecovers(
            Map<Path, byte[]> disk, SinkFiles files, SampleTopic topic, long durable, String name) throws IOException {
        RecordingStorage storage = new RecordingStorage(disk);
        PartitionWriter writer = Objects.requireNonNull(PartitionWriter.tryOpen(storage, files, TOPIC, 0));
        assertThat(writer.nextOffset()).as("%s: position after the crash", name).isGreaterThanOrEqualTo(durable);
        // an erasure may be on disk before the position has passed its null value
        Predicate<String> isNotBeingErased = line ->
                topic.erasedNext(writer.nextOffset()).stream().noneMatch(key -> line.contains("\"" + key + "\""));
        List<String> expected = topic.expected(writer.nextOffset()).lines().toList();
        List<String> found = FileContents.verified(storage, FOLDER).lines().toList();
        assertThat(expected).as("%s: after recovery", name).containsAll(found);
        assertThat(found.stream().filter(isNotBeingErased))
                .as("%s: after recovery", name)
                .containsExactlyElementsOf(
                        expected.stream().filter(isNotBeingErased).toList());
        topic.writeTo(writer, 5);
        writer.close();
        assertThat(FileContents.verified(storage, FOLDER))
                .as("%s: after the rest was written", name)
                .isEqualTo(topic.expected(Long.MAX_VALUE));
        assertThat(storage.content().keySet())
                .as("%s: nothing is left over", name)
                .noneMatch(path -> path.toString().endsWith(".tmp"));
    }

    private static void write(PartitionWriter writer, SampleTopic.Sample sample) throws IOException {
        if (sample.value() == null) {
            writer.erase(sample.offset(), sample.timeMs(), sample.key());
        } else {
            writer.append(
                    sample.offset(), sample.timeMs(), sample.value().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static long durable(List<long[]> acknowledged, int changes) {
        long durable = 0;
        for (long[] entry : acknowledged) {
            if (entry[0] <= changes) {
                durable = entry[1];
            }
        }
        return durable;
    }

    private static SinkFiles files(boolean gzip, boolean dated) {
        return new SinkFiles(FOLDER, true, dated, 400, 5, 86_400_000, gzip, dated, "learner_id");
    }
}
