package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortroi.runtime.Main;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job killed in the middle of the past and started again: nothing is lost, nothing counts twice. */
class KilledDemoTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir
    Path folder;

    @Test
    void shouldEndAsIfNothingHadHappened() throws Exception {
        Process first = demo("first.log");
        try {
            int port = portOf(folder.resolve("first.log"));
            Awaitility.await().atMost(LIMIT).until(() -> appliedCompletions(port) > 300);
        } finally {
            first.destroyForcibly().waitFor();
        }

        Process second = demo("second.log", "--until-past");
        assertThat(second.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue())
                .as(() -> read(folder.resolve("second.log")))
                .isZero();

        try (EmbeddedBroker broker = EmbeddedBroker.start(
                EmbeddedBroker.Config.of(folder.resolve("data").resolve("broker"), 0))) {
            List<ConsumerRecord<String, String>> records = committed(broker.bootstrap(), "roi-records");
            theLedgerShouldBalance(broker.bootstrap(), records);
            theSumsShouldBeThoseOfTheRecords(broker.bootstrap(), records);
            theFilesShouldHoldTheRecords(records);
        }
    }

    private Process demo(String log, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo",
                "--set",
                "data.dir=" + folder.resolve("data"),
                "--set",
                "http.port=0"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    /** From the line that tells a person where the page is. */
    private static int portOf(Path log) {
        Awaitility.await().atMost(LIMIT).until(() -> read(log).contains("page    http://"));
        String after = read(log).split("page {4}http://127\\.0\\.0\\.1:", 2)[1];
        return Integer.parseInt(after.split("\\s", 2)[0]);
    }

    private static long appliedCompletions(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/ledger"))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        for (JsonNode topic : JSON.readTree(answer.body()).path("topics")) {
            if (topic.path("topic").asText().equals("training-completions")) {
                return topic.path("applied").asLong();
            }
        }
        return 0;
    }

    private static void theLedgerShouldBalance(String bootstrap, List<ConsumerRecord<String, String>> records)
            throws IOException {
        long applied = 0;
        for (JsonNode row : latest(committed(bootstrap, "conservation-ledger")).values()) {
            assertThat(row.get("applied").asLong()
                            + row.get("duplicate").asLong()
                            + row.get("superseded").asLong()
                            + row.get("waiting").asLong()
                            + row.get("dead_lettered").asLong())
                    .as(row.toString())
                    .isEqualTo(row.get("input").asLong());
            if (row.get("topic").asText().equals("training-completions")) {
                applied += row.get("applied").asLong();
            }
        }
        assertThat(finals(records)).hasSize((int) applied);
    }

    private static void theSumsShouldBeThoseOfTheRecords(String bootstrap, List<ConsumerRecord<String, String>> records)
            throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, BigDecimal> costs = new TreeMap<>();
        finals(records).values().stream()
                .filter(record -> !record.get("kind").asText().equals("voided"))
                .forEach(record -> {
                    counts.merge(record.get("cohort").asText(), 1L, Long::sum);
                    costs.merge(
                            record.get("cohort").asText(),
                            new BigDecimal(record.get("cost").asText()),
                            BigDecimal::add);
                });
        assertThat(counts).hasSize(5);
        Map<String, JsonNode> metrics = latest(committed(bootstrap, "cohort-metrics"));
        counts.forEach((cohort, count) -> {
            assertThat(metrics.get(cohort).get("completions").asLong())
                    .as(cohort)
                    .isEqualTo(count);
            assertThat(new BigDecimal(metrics.get(cohort).get("total_cost").asText()))
                    .as(cohort)
                    .isEqualByComparingTo(costs.get(cohort));
        });
    }

    private void theFilesShouldHoldTheRecords(List<ConsumerRecord<String, String>> records) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve("roi-records"))) {
            for (Path file : files.filter(KilledDemoTest::holdsLines).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        assertThat(lines)
                .containsExactlyInAnyOrderElementsOf(
                        records.stream().map(ConsumerRecord::value).toList());
    }

    private static boolean holdsLines(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jsonl") || name.endsWith(".jsonl.open");
    }

    /** The record with the highest version of every completion. */
    private static Map<String, JsonNode> finals(List<ConsumerRecord<String, String>> records) {
        Map<String, JsonNode> finals = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            JsonNode value = parse(record.value());
            finals.merge(
                    record.key() + "/" + value.get("completion_id").asText(),
                    value,
                    (a, b) -> a.get("record_version").asInt()
                                    > b.get("record_version").asInt()
                            ? a
                            : b);
        }
        return finals;
    }

    private static Map<String, JsonNode> latest(List<ConsumerRecord<String, String>> records) {
        Map<String, JsonNode> latest = new TreeMap<>();
        records.forEach(record -> latest.put(record.key(), parse(record.value())));
        return latest;
    }

    private static List<ConsumerRecord<String, String>> committed(String bootstrap, String topic) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrap, "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
