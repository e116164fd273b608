package io.cohortroi.runtime.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.config.ListenSettings;
import io.cohortroi.runtime.config.Secret;
import io.cohortroi.runtime.doctor.Check.Status;
import io.cohortroi.runtime.topics.TopicAdmin;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicPlacement;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorChecksTest {

    @TempDir
    Path folder;

    @Test
    void shouldWantJava17() {
        assertThat(MachineChecks.java(Runtime.Version.parse("17.0.15")).status())
                .isEqualTo(Status.OK);
        assertThat(MachineChecks.java(Runtime.Version.parse("11.0.2")))
                .isEqualTo(Check.fail("java", "Java 11.0.2", "Install a JDK 17 or later, or point JAVA_HOME at one."));
    }

    @Test
    void shouldWantMemoryInAndBesideTheHeap() {
        assertThat(MachineChecks.memory(1024, 4096).status()).isEqualTo(Status.OK);
        assertThat(MachineChecks.memory(256, 4096).status()).isEqualTo(Status.WARN);
        assertThat(MachineChecks.memory(3900, 4096).status()).isEqualTo(Status.WARN);
        assertThat(MachineChecks.memory().finding()).matches("\\d+ MiB of heap, \\d+ MiB in the machine");
    }

    @Test
    void shouldNoticeAClockThatWasNeverSet() {
        assertThat(MachineChecks.clock(Instant.EPOCH).status()).isEqualTo(Status.FAIL);
        assertThat(MachineChecks.clock(Instant.parse("2026-01-01T00:00:00Z")).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldCheckTheFolderThatAMissingOneWouldBeMadeInAndLeaveNothingBehind() throws IOException {
        Check check = FolderCheck.of("data.dir", folder.resolve("not/there/yet"));

        assertThat(check.finding()).startsWith(folder.resolve("not/there/yet") + ", ");
        assertThat(check.status()).isNotEqualTo(Status.FAIL);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldFailOnAFolderThatCannotBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(FolderCheck.of("sink.dir", file.resolve("below")))
                .isEqualTo(Check.fail(
                        "sink.dir",
                        file + " is not a folder",
                        "Make it writable for this user, or set another sink.dir."));
    }

    @Test
    void shouldWantRoomOnTheDisk() {
        assertThat(FolderCheck.room("data.dir", folder, 10_000).status()).isEqualTo(Status.OK);
        assertThat(FolderCheck.room("data.dir", folder, 2047).status()).isEqualTo(Status.WARN);
        assertThat(FolderCheck.room("data.dir", folder, 255).status()).isEqualTo(Status.FAIL);
    }

    @Test
    void shouldSayThatAPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = taken.getLocalPort();
            Check http = ListenCheck.http(new ListenSettings("127.0.0.1", port, Optional.empty(), Optional.empty()));

            assertThat(http.status()).isEqualTo(Status.FAIL);
            assertThat(http.finding()).startsWith(port + " on 127.0.0.1 cannot be used (");
            assertThat(ListenCheck.broker(port).advice())
                    .isEqualTo("Stop what uses it, or set another broker.port; 0 takes a free one.");
        }
        assertThat(ListenCheck.broker(0)).isEqualTo(Check.ok("broker.port", "any free port"));
    }

    @Test
    void shouldRefuseToBeOpenWithoutAToken() {
        assertThat(ListenCheck.http(new ListenSettings("0.0.0.0", 0, Optional.empty(), Optional.empty())))
                .isEqualTo(Check.fail(
                        "http.host",
                        "0.0.0.0 is open to the network and there is no http.token",
                        "Set http.token, or listen on 127.0.0.1."));
        assertThat(ListenCheck.http(new ListenSettings("0.0.0.0", 0, Optional.of(new Secret("t")), Optional.empty()))
                        .status())
                .isEqualTo(Status.OK);
    }

    @Test
    void shouldFindAClusterWellOnceItsTopicsAreThere() {
        KafkaSettings kafka = kafka(TestBroker.bootstrap(), 1);
        Check cluster = Check.ok("kafka", "1 broker at " + TestBroker.bootstrap());
        Check guarantees =
                Check.ok("exactly-once", "transaction.version is at least 2, unclean leader election is off");
        TopicCatalog catalog = TopicCatalog.load();

        assertThat(ClusterChecks.of(kafka))
                .containsExactly(
                        cluster,
                        guarantees,
                        Check.warn(
                                "topics",
                                catalog.topics().size() + " missing",
                                "Create them: cohort-roi topics apply."));

        try (Admin admin = Admin.create(kafka.clientProperties())) {
            new TopicAdmin(admin, catalog, TopicPlacement.withPrefix(kafka.prefix()), Duration.ofSeconds(30))
                    .apply(false);
        }
        assertThat(ClusterChecks.of(kafka))
                .containsExactly(cluster, guarantees, Check.ok("topics", "as the contract asks"));
    }

    @Test
    void shouldFailOnATopicThatIsNotAsTheContractAsks() throws Exception {
        KafkaSettings kafka = kafka(TestBroker.bootstrap(), 1);
        String learners = kafka.prefix() + "learners";
        try (Admin admin = Admin.create(kafka.clientProperties())) {
            admin.createTopics(List.of(new NewTopic(learners, 6, (short) 1)))
                    .all()
                    .get();
        }

        // a new topic takes a moment to be seen
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Check topics = ClusterChecks.of(kafka).get(2);
            assertThat(topics.status()).isEqualTo(Status.FAIL);
            assertThat(topics.finding()).contains(" mismatched, the first: Topic " + learners + " must have ");
        });
    }

    @Test
    void shouldFailOnAReplicationThatTheClusterCannotGive() {
        assertThat(ClusterChecks.of(kafka(TestBroker.bootstrap(), 3)).get(0))
                .isEqualTo(Check.fail(
                        "kafka",
                        "1 broker at " + TestBroker.bootstrap(),
                        "replication.factor is 3: add brokers, or set it to at most 1."));
    }

    @Test
    void shouldSayWhereNothingAnswers() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        List<Check> none = ClusterChecks.of(kafka("127.0.0.1:" + free, 1));
        List<Check> half = ClusterChecks.of(kafka("127.0.0.1:" + free + "," + TestBroker.bootstrap(), 1));

        assertThat(none).singleElement().satisfies(check -> {
            assertThat(check.status()).isEqualTo(Status.FAIL);
            assertThat(check.finding()).startsWith("nothing answers at 127.0.0.1:" + free + " (");
        });
        assertThat(half.get(0).status()).isEqualTo(Status.WARN);
    }

    @Test
    void shouldStartABrokerForAMomentAndLeaveNothingBehind() throws IOException {
        assertThat(EmbeddedBrokerCheck.of(folder).status()).isEqualTo(Status.OK);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldSayWhyABrokerCannotStart() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        Check check = EmbeddedBrokerCheck.of(file);

        assertThat(check.status()).isEqualTo(Status.FAIL);
        assertThat(check.finding()).contains("cannot be written");
    }

    @Test
    void shouldReportBrokenGuarantees() {
        assertThat(ClusterChecks.guarantees(List.of("Broker 2 has x.")))
                .isEqualTo(Check.fail("exactly-once", "Broker 2 has x.", "Change the brokers' configuration."));
    }

    private static KafkaSettings kafka(String bootstrap, int replication) {
        return new KafkaSettings(bootstrap, TestBroker.prefix(), 6, (short) replication, Map.of());
    }
}
