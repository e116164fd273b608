package io.cohortroi.runtime.whatif;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What is to be different: reference values that replace or join those that are there, and settings of alerts.
 *
 * @param values to be published after all others, so that they win over the same id and version
 * @param settings by key, all of them {@code alert.*}
 */
public record Changes(List<ImportedEvent> values, Map<String, String> settings) {
    private static final Map<String, String> ID_OF =
            Map.of(Topics.BASELINES, "archetype", Topics.WORKFLOWS, "workflow_id", Topics.COHORTS, "cohort_id");

    public Changes {
        values = List.copyOf(values);
        settings = Map.copyOf(settings);
    }

    public static Changes none() {
        return new Changes(List.of(), Map.of());
    }

    /**
     * With the values of a file, one JSON object a line as on the topic. Without {@code version} it is version 1.
     *
     * @throws IOException with file and line where a value has no id or is no JSON
     */
    public Changes withValues(String topic, Path file) throws IOException {
        List<ImportedEvent> all = new ArrayList<>(values);
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                ObjectNode value = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
                String idField = ID_OF.getOrDefault(topic, "");
                String id = value.path(idField).asText();
                if (id.isEmpty()) {
                    throw new IOException("a value of " + topic + " has " + idField);
                }
                String key = id + "@" + value.path("version").asInt(1);
                all.add(new ImportedEvent(topic, key, line, Instant.EPOCH));
            } catch (IOException e) {
                throw new IOException(file + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return new Changes(all, settings);
    }

    /**
     * With the alert settings of a file, {@code KEY=VALUE} a line.
     *
     * @throws IOException where a key is none of alerts
     */
    public Changes withThresholds(Path file) throws IOException {
        Properties read = new Properties();
        try (var in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            read.load(in);
        }
        Map<String, String> all = new LinkedHashMap<>(settings);
        for (String key : read.stringPropertyNames()) {
            if (!key.startsWith("alert.")) {
                throw new IOException(file + ": thresholds are settings of alerts (alert.…), found " + key);
            }
            all.put(key, read.getProperty(key));
        }
        return new Changes(values, all);
    }

    public boolean isEmpty() {
        return values.isEmpty() && settings.isEmpty();
    }
}
