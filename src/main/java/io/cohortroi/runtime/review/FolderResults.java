package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The files of a finished analysis. */
public final class FolderResults implements Results {
    private static final Map<String, String> KEYS = Map.of(
            Topics.COHORT_INSIGHTS,
            "cohort",
            Topics.CALIBRATION_REPORTS,
            "archetype",
            Topics.COHORT_METRICS,
            "cohort",
            Topics.COST_RECONCILIATION,
            "workflow_id");

    private final Path folder;

    public FolderResults(Path folder) {
        this.folder = folder;
    }

    /** A topic without a file of its own has no values: an analysis publishes no baselines, for one. */
    @Override
    public SortedMap<String, ObjectNode> latest(String topic) throws IOException {
        SortedMap<String, ObjectNode> values = new TreeMap<>();
        String key = KEYS.get(topic);
        Path file = folder.resolve(topic + ".jsonl");
        if (key == null) {
            return values;
        }
        if (!Files.exists(file)) {
            throw new IOException(folder + " is no folder of analyze: it has no " + topic + ".jsonl");
        }
        lines(file, (name, number, line) -> {
            ObjectNode value = Json.parseObject(line);
            values.put(value.path(key).asText(), value);
        });
        return values;
    }

    @Override
    public void records(Records each) throws IOException {
        recordLines((file, number, line) -> each.add(Json.parseObject(line)));
    }

    /** Takes one line as it is, without the line feed; the first of a file has number 1. */
    public interface Lines {
        void add(String file, long number, byte[] line) throws IOException;
    }

    /** Every committed ROI record as the sink wrote it, the records of a learner in their order. */
    public void recordLines(Lines each) throws IOException {
        Path records = folder.resolve(Topics.ROI_RECORDS);
        if (!Files.isDirectory(records)) {
            throw new IOException(folder + " is no folder of analyze: it has no " + Topics.ROI_RECORDS);
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(records)) {
            files = found.filter(file -> file.toString().endsWith(".jsonl")
                            || file.toString().endsWith(".jsonl.gz"))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            lines(file, each);
        }
    }

    private static void lines(Path file, Lines each) throws IOException {
        String name = file.getFileName().toString();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            long number = 0;
            @Nullable String line = reader.readLine();
            while (line != null) {
                each.add(name, ++number, line.getBytes(StandardCharsets.UTF_8));
                line = reader.readLine();
            }
        }
    }
}
