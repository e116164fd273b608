package io.cohortroi.runtime.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cohortroi.connect.file.FileContents;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedConnectTest {
    @TempDir
    Path directory;

    private final String prefix = TestBroker.prefix();
    private final String topic = prefix + "roi-records";

    @Test
    void shouldWriteCommittedRecordsOnceAcrossAStop() throws Exception {
        createTopic();
        Records.produce(TestBroker.bootstrap(), topic, lines(0, 100));
        Records.produceAborted(TestBroker.bootstrap(), topic, List.of("{\"aborted\":true}"));
        try (EmbeddedConnect connect = EmbeddedConnect.start(kafka(), connector(Map.of()))) {
            awaitDrained(connect);
            assertThat(connect.status().isRunning()).isTrue();
            assertThat(connect.status().tasks()).containsExactly("RUNNING", "RUNNING");
        }
        Records.produce(TestBroker.bootstrap(), topic, lines(100, 150));
        try (EmbeddedConnect connect = EmbeddedConnect.start(kafka(), connector(Map.of("finish.on.close", "true")))) {
            awaitDrained(connect);
            assertThat(connect.progress().committedOffsets().keySet())
                    .isSubsetOf(
                            new TopicPartition(topic, 0), new TopicPartition(topic, 1), new TopicPartition(topic, 2));
        }

        assertThat(files(".jsonl.open")).isEmpty();
        List<String> written = new ArrayList<>();
        for (Path file : files(".jsonl")) {
            assertThat(Files.readString(file)).endsWith("}\n");
            written.addAll(Files.readAllLines(file));
        }
        assertThat(written).containsExactlyInAnyOrderElementsOf(lines(0, 150));
    }

    @Test
    void shouldSayWhyAConfigurationIsRefused() {
        Map<String, String> unread = connector(Map.of());
        unread.put("worker.reads.committed", "false");

        assertThatThrownBy(() -> EmbeddedConnect.start(kafka(), unread))
                .isInstanceOf(ConnectStartException.class)
                .hasMessageContaining("aborted records would become lines");
    }

    @Test
    void shouldRunWithTheSettingsOfTheProgram() throws Exception {
        createTopic();
        Records.produce(TestBroker.bootstrap(), topic, lines(0, 20));
        Path folder = directory.resolve("roi-records");
        Settings settings = Settings.load(
                        Optional.empty(),
                        Map.of("sink.dir", folder.toString(), "sink.rotate.lines", "7", "prefix", prefix))
                .withBootstrapServers(TestBroker.bootstrap());
        try (EmbeddedConnect connect = RoiRecordSink.start(settings, true)) {
            awaitDrained(connect);
        }

        assertThat(FileContents.verified(new LocalStorage(), folder).lines())
                .containsExactlyInAnyOrderElementsOf(lines(0, 20));
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found.map(file -> file.getFileName().toString().replaceAll(".*\\d{20}", "")))
                    .contains(".jsonl", ".manifest.json")
                    .doesNotContain(".jsonl.open");
        }
    }

    @Test
    void shouldShowTheFailureOfATask() throws Exception {
        createTopic();
        Records.produce(TestBroker.bootstrap(), topic, List.of("no json"));
        try (EmbeddedConnect connect = EmbeddedConnect.start(kafka(), connector(Map.of()))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> connect.status().isFailed());

            assertThat(connect.status().failure())
                    .contains(topic + "-", "offset 0 cannot become a line: a value is one JSON object, at byte 0");
        }
    }

    private void awaitDrained(EmbeddedConnect connect) {
        await().atMost(Duration.ofSeconds(30)).until(() -> connect.progress().isDrained(List.of(topic)));
    }

    private Map<String, String> kafka() {
        return Map.of("bootstrap.servers", TestBroker.bootstrap());
    }

    private Map<String, String> connector(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "name",
                "sink-" + topic,
                "connector.class",
                "io.cohortroi.connect.JsonlSinkConnector",
                "tasks.max",
                "2",
                "topics",
                topic,
                "directory",
                directory.toString(),
                "worker.reads.committed",
                "true"));
        settings.putAll(more);
        return settings;
    }

    private void createTopic() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
    }

    private List<Path> files(String suffix) throws IOException {
        try (Stream<Path> found = Files.list(directory.resolve(topic))) {
            return found.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> lines(int from, int to) {
        List<String> lines = new ArrayList<>();
        for (int i = from; i < to; i++) {
            lines.add("{\"learner_id\":\"L" + i % 7 + "\",\"n\":" + i + "}");
        }
        return lines;
    }
}
