package io.cohortroi.runtime.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.Topics;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The files of a finished run: one JSON object a line, UTF-8, LF after every line. */
final class ResultFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> COUNTS =
            List.of("input", "applied", "duplicate", "superseded", "waiting", "dead_lettered");

    private final Path folder;
    private final TopicScan scan;
    private final String prefix;

    /** @param prefix leads the topics */
    ResultFiles(Path folder, TopicScan scan, String prefix) {
        this.folder = folder;
        this.scan = scan;
        this.prefix = prefix;
    }

    /** Writes everything but roi-records, which the sink writes, and the timing. */
    Map<String, ObjectNode> write() throws IOException {
        Map<String, byte[]> scopes = scan.latest(prefix + Topics.COHORT_METRICS);
        lines("cohort-metrics.jsonl", scopes, key -> key.indexOf(':') < 0);
        lines("archetype-metrics.jsonl", scopes, key -> key.startsWith("archetype:"));
        lines("overall-metrics.jsonl", scopes, key -> key.startsWith("overall:"));
        lines("learner-profiles.jsonl", scan.latest(prefix + Topics.LEARNER_PROFILES), key -> true);
        lines("cohort-insights.jsonl", scan.latest(prefix + Topics.COHORT_INSIGHTS), key -> true);
        lines("calibration-reports.jsonl", scan.latest(prefix + Topics.CALIBRATION_REPORTS), key -> true);
        lines("cost-reconciliation.jsonl", scan.latest(prefix + Topics.COST_RECONCILIATION), key -> true);
        all("roi-alerts.jsonl", Topics.ROI_ALERTS, ConsumerRecord::value);
        all("dead-letters.jsonl", Topics.DEAD_LETTERS, ResultFiles::deadLetter);
        return ledger();
    }

    private void lines(String file, Map<String, byte[]> values, Predicate<String> wanted) throws IOException {
        try (OutputStream out = open(file)) {
            for (Map.Entry<String, byte[]> value : values.entrySet()) {
                if (wanted.test(value.getKey())) {
                    out.write(value.getValue());
                    out.write('\n');
                }
            }
        }
    }

    private interface Line {
        /** Null for a record that says only that something is gone. */
        byte @Nullable [] of(ConsumerRecord<byte[], byte[]> record);
    }

    private void all(String file, String topic, Line line) throws IOException {
        try (OutputStream out = open(file)) {
            scan.read(prefix + topic, record -> {
                byte[] bytes = line.of(record);
                if (bytes != null) {
                    out.write(bytes);
                    out.write('\n');
                }
            });
        }
    }

    private static byte[] deadLetter(ConsumerRecord<byte[], byte[]> record) {
        ObjectNode node = JSON.createObjectNode();
        for (String name : List.of("reason", "detail", "topic", "partition", "offset")) {
            var header = record.headers().lastHeader("cohort-roi-" + name);
            if (header != null) {
                node.put(name, new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        put(node, "key", record.key());
        put(node, "value", record.value());
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(ObjectNode node, String name, byte @Nullable [] bytes) {
        if (bytes == null) {
            node.putNull(name);
        } else {
            OriginalBytes.put(node, name, bytes);
        }
    }

    /** The conservation ledger, partitions added up, by topic. */
    private Map<String, ObjectNode> ledger() throws IOException {
        Map<String, ObjectNode> byTopic = new TreeMap<>();
        for (byte[] value : scan.latest(prefix + Topics.LEDGER).values()) {
            JsonNode row = JSON.readTree(value);
            ObjectNode sum = byTopic.computeIfAbsent(row.get("topic").asText(), topic -> {
                ObjectNode fresh = JSON.createObjectNode();
                COUNTS.forEach(count -> fresh.put(count, 0L));
                return fresh;
            });
            COUNTS.forEach(count ->
                    sum.put(count, sum.get(count).asLong() + row.get(count).asLong()));
        }
        Files.write(
                folder.resolve("ledger.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(byTopic));
        return byTopic;
    }

    /** The topics whose ledger does not add up; empty when nothing is lost. */
    static List<String> unbalanced(Map<String, ObjectNode> ledger) {
        return ledger.entrySet().stream()
                .filter(row -> {
                    long ended = 0;
                    for (String count : COUNTS.subList(1, COUNTS.size())) {
                        ended += row.getValue().get(count).asLong();
                    }
                    return ended != row.getValue().get("input").asLong();
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    private OutputStream open(String file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve(file)));
    }
}
