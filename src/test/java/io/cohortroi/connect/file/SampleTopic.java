package io.cohortroi.connect.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One partition of a topic: records with growing offsets and gaps, some of them null values that erase a key. */
public final class SampleTopic {
    /** A record; no value means that the key's lines before it are to go. */
    public record Sample(
            long offset, long timeMs, String key, @Nullable String value) {}

    private final List<Sample> samples = new ArrayList<>();

    public static SampleTopic of(long seed, int records, double nullRatio) {
        Random random = new Random(seed);
        SampleTopic topic = new SampleTopic();
        long offset = random.nextInt(5);
        long timeMs = 1_767_225_600_000L;
        for (int i = 0; i < records; i++) {
            String key = "L" + random.nextInt(6);
            String padding = "x".repeat(random.nextInt(40));
            String value = random.nextDouble() < nullRatio
                    ? null
                    : "{\"learner_id\":\"" + key + "\",\"n\":" + i + ",\"text\":\"ğ" + padding + "\"}";
            topic.samples.add(new Sample(offset, timeMs, key, value));
            offset += 1 + (random.nextInt(4) == 0 ? random.nextInt(3) : 0);
            timeMs += random.nextInt(4_000_000);
        }
        return topic;
    }

    public List<Sample> samples() {
        return samples;
    }

    /** The lines an undisturbed run leaves once every record before the offset is written. */
    public String expected(long beforeOffset) {
        List<String> lines = new ArrayList<>();
        Set<String> erasedLater = new HashSet<>();
        for (int i = samples.size() - 1; i >= 0; i--) {
            Sample sample = samples.get(i);
            if (sample.offset() >= beforeOffset) {
                continue;
            }
            if (sample.value() == null) {
                erasedLater.add(sample.key());
            } else if (!erasedLater.contains(sample.key())) {
                lines.add(0, sample.value() + "\n");
            }
        }
        return String.join("", lines);
    }

    /** The keys of the null values that come first from the offset on. */
    public Set<String> erasedNext(long offset) {
        Set<String> keys = new HashSet<>();
        for (Sample sample : samples) {
            if (sample.offset() >= offset) {
                if (sample.value() != null) {
                    break;
                }
                keys.add(sample.key());
            }
        }
        return keys;
    }

    /** Writes all records from the writer's position on, flushing after every {@code batch} of them. */
    public void writeTo(PartitionWriter writer, int batch) throws IOException {
        int inBatch = 0;
        for (Sample sample : samples) {
            if (sample.offset() < writer.nextOffset()) {
                continue;
            }
            if (sample.value() == null) {
                writer.erase(sample.offset(), sample.timeMs(), sample.key());
            } else {
                writer.append(sample.offset(), sample.timeMs(), sample.value().getBytes(StandardCharsets.UTF_8));
            }
            if (++inBatch % batch == 0) {
                writer.flush();
            }
        }
        writer.flush();
    }
}
