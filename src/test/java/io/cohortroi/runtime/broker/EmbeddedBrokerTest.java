package io.cohortroi.runtime.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.testing.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path folder;

    private EmbeddedBroker.Config config() {
        return EmbeddedBroker.Config.of(folder.resolve("broker"), 0);
    }

    @Test
    void shouldKeepRecordsAndTransactionsBetweenRuns() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(config());
                Admin admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(2), Optional.empty())))
                    .all()
                    .get();
            Records.produce(broker.bootstrap(), "kept", List.of("a", "b", "c"));
            Records.produceAborted(broker.bootstrap(), "kept", List.of("never"));
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(config())) {
            Records.produce(broker.bootstrap(), "kept", List.of("d"));

            assertThat(Records.committedValues(broker.bootstrap(), "kept"))
                    .containsExactlyInAnyOrder("a", "b", "c", "d");
        }
    }

    @Test
    void shouldRefuseAFolderThatAnotherBrokerHoldsAndLeaveThatOneAlone() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(config())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(config()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("The data folder " + folder.resolve("broker") + " is in use by another broker (process "
                            + ProcessHandle.current().pid() + "). Stop that one, or choose another folder.");

            try (Admin admin = admin(broker)) {
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            }
        }
    }

    @Test
    void shouldSayWhichPortIsTakenAndReleaseTheFolder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.Config.of(config().dataFolder(), port)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageStartingWith("Port " + port + " (Kafka) is taken by another program");
        }
        DataFolderLock.acquire(config().dataFolder()).close();
    }

    @Test
    void shouldSayThatAFolderCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.Config.of(file.resolve("broker"), 0)))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("The data folder " + file.resolve("broker") + " cannot be written")
                .hasMessageEndingWith("Give the program a folder it may write to.");
    }

    @Test
    void shouldRefuseAFolderNameThatKafkaWouldSplit() {
        assertThatThrownBy(() -> EmbeddedBroker.Config.of(folder.resolve("a,b"), 0))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("has a comma in its name");
    }

    @Test
    void shouldRunWithTheGuaranteesOfExactlyOnce() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(config().withDurable(true));
                Admin admin = admin(broker)) {
            assertThat(ClusterGuarantees.violations(admin)).isEmpty();

            assertThat(setting(admin, "listeners"))
                    .startsWith("PLAINTEXT://127.0.0.1:")
                    .doesNotContain("0.0.0.0");
            assertThat(setting(admin, "log.flush.interval.messages")).isEqualTo("1");
            assertNothingIsCreatedByNaming(broker);
        }
    }

    @Test
    void shouldRefuseToStartWithUncleanLeaderElection() {
        EmbeddedBroker.Config unclean = config().withOverrides(Map.of("unclean.leader.election.enable", "true"));

        assertThatThrownBy(() -> EmbeddedBroker.start(unclean))
                .isInstanceOf(BrokerStartException.class)
                .hasMessage(
                        "Broker 1 has unclean.leader.election.enable=true and must have false: it may lose acknowledged"
                                + " records.");
    }

    private static void assertNothingIsCreatedByNaming(EmbeddedBroker broker) {
        assertThatThrownBy(() -> Records.produce(
                        broker.bootstrap(), "never-created", List.of("x"), Map.of("max.block.ms", "500")))
                .isInstanceOf(Exception.class)
                .hasStackTraceContaining("never-created");
    }

    private static Admin admin(EmbeddedBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    private static String setting(Admin admin, String name) throws Exception {
        ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
        return admin.describeConfigs(List.of(node)).all().get().values().stream()
                .map(settings -> settings.get(name).value())
                .findFirst()
                .orElseThrow();
    }
}
