package io.cohortroi.runtime.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.connect.file.FileContents;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.Storage;
import io.cohortroi.connect.verify.FolderReport;
import io.cohortroi.connect.verify.FolderVerifier;
import io.cohortroi.connect.verify.TopicReport;
import io.cohortroi.connect.verify.TopicVerifier;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the sink's process while a transactional producer runs; the broker stays up. */
class SinkKillTest {
    private static final String TOPIC = "roi-records";

    @TempDir
    Path folder;

    @Test
    void shouldBeExactAfterAFewKills() throws Exception {
        shouldBeExactAfter(3, 1_769_860_801L);
    }

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=SinkKillTest test}. */
    @Test
    @Tag("faults")
    void shouldBeExactAfterFiftyKills() throws Exception {
        shouldBeExactAfter(50, 1_769_860_802L);
    }

    private void shouldBeExactAfter(int kills, long seed) throws Exception {
        Random random = new Random(seed);
        EmbeddedBroker.Config config = EmbeddedBroker.Config.of(folder.resolve("broker"), 0)
                .withOverrides(Map.of("group.min.session.timeout.ms", "1000"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(config)) {
            createTopic(broker.bootstrap());
            Path killed = Files.createDirectory(folder.resolve("killed"));
            Path log = folder.resolve("sink.log");
            int underLoad = 0;
            long committed;
            long aborted;
            try (TransactionLoad load = new TransactionLoad(broker.bootstrap(), TOPIC, seed, Duration.ofMillis(15))) {
                for (int kill = 0; kill < kills; kill++) {
                    long before = bytes(killed);
                    try (ChildJvm sink = sink(broker.bootstrap(), log, killed, kill % 2 == 0)) {
                        await().atMost(Duration.ofSeconds(90))
                                .pollInterval(Duration.ofMillis(20))
                                .until(() -> bytes(killed) > before || !sink.isAlive());
                        Thread.sleep(random.nextInt(1_500));
                        assertThat(sink.isAlive()).as(sink.output()).isTrue();
                        underLoad += bytes(killed) > before ? 1 : 0;
                        sink.kill();
                    }
                }
                load.close();
                committed = load.committed();
                aborted = load.aborted();
            }
            assertThat(underLoad).isEqualTo(kills);
            drain(broker.bootstrap(), killed);
            Path undisturbed = Files.createDirectory(folder.resolve("undisturbed"));
            drain(broker.bootstrap(), undisturbed);

            Storage storage = new LocalStorage();
            FolderReport report = new FolderVerifier(storage).verify(killed);
            TopicReport topic = new TopicVerifier(
                            storage, Map.of("bootstrap.servers", broker.bootstrap()), "learner_id")
                    .verify(TOPIC, report.partitions());
            System.out.println("figure: " + kills + " kill -9 (seed " + seed + "), " + committed
                    + " records committed, " + aborted + " aborted, " + topic.compared() + " compared, "
                    + report.partitions().stream()
                            .mapToInt(p -> p.files().size())
                            .sum() + " files; findings: "
                    + report.findings().size() + " in the folder, "
                    + topic.findings().size()
                    + " against the topic, " + topic.notWritten() + " not written");
            assertThat(report.findings()).isEmpty();
            assertThat(topic.findings()).isEmpty();
            assertThat(topic.notWritten()).isZero();
            assertThat(topic.compared()).isEqualTo(committed);
            assertThat(aborted).isPositive();
            assertThat(FileContents.verified(storage, killed)).isEqualTo(FileContents.verified(storage, undisturbed));
        }
    }

    private ChildJvm sink(String bootstrap, Path log, Path directory, boolean tinyRotation) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(bootstrap));
        connector(directory, "killed").forEach((key, value) -> arguments.add(key + "=" + value));
        if (tinyRotation) {
            arguments.add("rotate.lines=40");
        }
        return ChildJvm.start(log, "128m", ChildJvm.ownClassPath(), SinkMain.class.getName(), arguments);
    }

    private static void drain(String bootstrap, Path directory) {
        Map<String, String> connector =
                connector(directory, directory.getFileName().toString());
        connector.put("finish.on.close", "true");
        try (EmbeddedConnect connect = EmbeddedConnect.start(Map.of("bootstrap.servers", bootstrap), connector)) {
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> connect.progress().isDrained(List.of(TOPIC)));
            assertThat(connect.status().failure()).isNull();
        }
    }

    private static Map<String, String> connector(Path directory, String name) {
        return new HashMap<>(Map.of(
                "name", name,
                "connector.class", "io.cohortroi.connect.JsonlSinkConnector",
                "tasks.max", "2",
                "topics", TOPIC,
                "directory", directory.toString(),
                "consumer.override.isolation.level", "read_committed",
                "consumer.override.session.timeout.ms", "2000",
                "consumer.override.heartbeat.interval.ms", "500"));
    }

    private static void createTopic(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
    }

    private static long bytes(Path directory) throws IOException {
        long bytes = 0;
        for (Path file : new LocalStorage().files(directory)) {
            if (file.toString().contains(".jsonl")) {
                try {
                    bytes += Files.size(file);
                } catch (NoSuchFileException renamedMeanwhile) {
                    return bytes(directory);
                }
            }
        }
        return bytes;
    }
}
