package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A file with one JSON object a line. What is none is rejected here, with file and line. */
final class JsonLines {
    private static final int DEEPEST = 32;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String file;
    private final TextInput input;
    private final ImportTally tally;

    JsonLines(String file, TextInput input, ImportTally tally) {
        this.file = file;
        this.input = input;
        this.tally = tally;
    }

    /** Told of every object, and where it stands so that it can be rejected. */
    @FunctionalInterface
    interface Use {
        void object(String file, long line, String text, ObjectNode object);
    }

    void forEach(Use use) throws IOException {
        LineReader lines = new LineReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        long number = 0;
        String line;
        while ((line = lines.next()) != null && !(input.damage() != null && !lines.terminated())) {
            number++;
            if (!line.isBlank()) {
                tally.read(file);
                read(number, line, use);
            }
        }
        if (input.damage() != null) {
            tally.reject(new Rejection(file, number + 1, input.damage(), line == null ? "" : line));
        } else if (number == 0) {
            tally.reject(new Rejection(file, 1, "a file has at least one line", ""));
        }
    }

    private void read(long number, String line, Use use) {
        if (line.length() > LineReader.LONGEST) {
            reject(number, "a line has at most " + LineReader.LONGEST + " characters", line);
            return;
        }
        try {
            JsonNode parsed = JSON.readTree(line);
            if (parsed instanceof ObjectNode object) {
                use.object(file, number, line, object);
            } else {
                reject(number, "a line is one JSON object", line);
            }
        } catch (JsonProcessingException | NumberFormatException e) {
            reject(number, "a line is one JSON object, at most " + DEEPEST + " deep, each name once", line);
        }
    }

    private void reject(long line, String rule, String value) {
        tally.reject(new Rejection(file, line, rule, value));
    }
}
