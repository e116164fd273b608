package io.cohortroi.runtime.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Ratios of ROI to baseline of real ROI records, as the sink has written them. */
public final class RecordRatios {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordRatios() {}

    /**
     * @param folder with {@code *.jsonl} files of ROI records
     * @return one ratio per record that has a multiplier and a baseline, in the order of the files' names
     * @throws IOException if a file cannot be read, or a line is no JSON; the message names the place
     */
    public static List<Double> read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        List<Double> ratios = new ArrayList<>();
        for (Path file : files) {
            read(file, ratios);
        }
        if (ratios.isEmpty()) {
            throw new IOException("no record with roi_multiplier and baseline_roi in the *.jsonl files of " + folder);
        }
        return ratios;
    }

    private static void read(Path file, List<Double> ratios) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                JsonNode record;
                try {
                    record = JSON.readTree(line);
                } catch (IOException e) {
                    throw new IOException(file + " line " + number + " is no JSON", e);
                }
                double baseline = record.path("baseline_roi").asDouble(0);
                if (record.path("roi_multiplier").isNumber() && baseline > 0) {
                    ratios.add(record.path("roi_multiplier").asDouble() / baseline);
                }
            }
        }
    }
}
