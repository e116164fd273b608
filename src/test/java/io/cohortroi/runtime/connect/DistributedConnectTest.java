package io.cohortroi.runtime.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.Storage;
import io.cohortroi.connect.verify.FolderReport;
import io.cohortroi.connect.verify.FolderVerifier;
import io.cohortroi.connect.verify.TopicReport;
import io.cohortroi.connect.verify.TopicVerifier;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lean jar in the plugin path of two distributed Connect workers, each a process of its own without any other class
 * of ours, while the connector's tasks are redistributed every three seconds.
 */
class DistributedConnectTest {
    private static final String TOPIC = "roi-records";
    private static final Duration BETWEEN_REBALANCES = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=DistributedConnectTest test}. */
    @Test
    @Tag("faults")
    void shouldBeExactThroughARebalanceEveryThreeSeconds() throws Exception {
        shouldBeExactThroughRebalancesFor(Duration.ofMinutes(2));
    }

    private void shouldBeExactThroughRebalancesFor(Duration duration) throws Exception {
        LeanJar.install(folder.resolve("plugins"));
        Path files = Files.createDirectory(folder.resolve("files"));
        int[] ports = {freePort(), freePort()};
        EmbeddedBroker.Config config = EmbeddedBroker.Config.of(folder.resolve("broker"), 0)
                .withOverrides(Map.of("group.min.session.timeout.ms", "1000"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
            createTopic(broker.bootstrap());
            try (ChildJvm first = worker(broker.bootstrap(), ports[0]);
                    ChildJvm second = worker(broker.bootstrap(), ports[1])) {
                awaitAnswer(ports[0], first);
                awaitAnswer(ports[1], second);
                int changes = 0;
                long committed;
                long aborted;
                try (TransactionLoad load =
                        new TransactionLoad(broker.bootstrap(), TOPIC, 1_769_860_803L, Duration.ofMillis(15))) {
                    long end = System.nanoTime() + duration.toNanos();
                    for (int tick = 0; System.nanoTime() < end; tick++) {
                        changes += configure(ports[tick % 2], connector(files, 2 + tick % 2)) ? 1 : 0;
                        Thread.sleep(BETWEEN_REBALANCES.toMillis());
                    }
                    load.close();
                    committed = load.committed();
                    aborted = load.aborted();
                }
                SinkProgress progress =
                        new SinkProgress(Map.of("bootstrap.servers", broker.bootstrap()), "connect-jsonl");
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> progress.isDrained(List.of(TOPIC)));
                assertThat(get(ports[0], "/connectors/jsonl/status")).doesNotContain("FAILED");
                judge(broker.bootstrap(), files, changes, committed, aborted);
            }
        }
    }

    private static void judge(String bootstrap, Path files, int changes, long committed, long aborted)
            throws IOException {
        Storage storage = new LocalStorage();
        FolderReport report = new FolderVerifier(storage).verify(files);
        TopicReport topic = new TopicVerifier(storage, Map.of("bootstrap.servers", bootstrap), "learner_id")
                .verify(TOPIC, report.partitions());
        long generations = 0;
        for (int partition = 0; partition < 3; partition++) {
            generations +=
                    Long.parseLong(Files.readString(files.resolve(TOPIC + "/" + TOPIC + "-" + partition + ".lock")));
        }
        System.out.println("figure: 2 workers, " + changes + " rebalances, " + generations + " partitions taken over, "
                + committed + " records committed, " + aborted + " aborted, " + topic.compared()
                + " compared; findings: " + report.findings().size() + " in the folder, "
                + topic.findings().size() + " against the topic, " + topic.notWritten() + " not written");
        assertThat(report.findings()).isEmpty();
        assertThat(topic.findings()).isEmpty();
        assertThat(topic.notWritten()).isZero();
        assertThat(topic.compared()).isEqualTo(committed);
        assertThat(aborted).isPositive();
        assertThat(generations).isGreaterThan(3L + changes);
    }

    private ChildJvm worker(String bootstrap, int port) throws IOException {
        Path properties = folder.resolve("worker-" + port + ".properties");
        Files.writeString(properties, """
                bootstrap.servers=%s
                group.id=connect-cluster
                listeners=http://127.0.0.1:%d
                plugin.path=%s
                plugin.discovery=only_scan
                key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                config.storage.topic=connect-configs
                offset.storage.topic=connect-offsets
                status.storage.topic=connect-status
                config.storage.replication.factor=1
                offset.storage.replication.factor=1
                offset.storage.partitions=1
                status.storage.replication.factor=1
                status.storage.partitions=1
                scheduled.rebalance.max.delay.ms=0
                offset.flush.interval.ms=1000
                """.formatted(bootstrap, port, folder.resolve("plugins")));
        return ChildJvm.start(
                folder.resolve("worker-" + port + ".log"),
                "256m",
                ChildJvm.libraries(),
                "org.apache.kafka.connect.cli.ConnectDistributed",
                List.of(properties.toString()));
    }

    private static String connector(Path files, int tasks) {
        return """
                {"connector.class": "io.cohortroi.connect.JsonlSinkConnector",
                 "tasks.max": "%d",
                 "topics": "%s",
                 "directory": "%s",
                 "rotate.lines": "2000",
                 "consumer.override.isolation.level": "read_committed",
                 "consumer.override.auto.offset.reset": "earliest"}
                """.formatted(tasks, TOPIC, files);
    }

    private boolean configure(int port, String connector) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/connectors/jsonl/config"))
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(connector))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        // 409 says that the workers are still rebalancing
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201, 409);
        return response.statusCode() != 409;
    }

    private void awaitAnswer(int port, ChildJvm worker) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    String answer;
                    try {
                        answer = get(port, "/connectors");
                    } catch (IOException e) {
                        answer = e.toString();
                    }
                    assertThat(answer).as(worker.output()).startsWith("[");
                });
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void createTopic(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
