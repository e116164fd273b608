package io.cohortroi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.runtime.broker.BrokerStartException;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class BrokerProcessTest {

    @TempDir
    Path folder;

    @Test
    void shouldKeepWhatWasAcknowledgedThroughAKillAndRefuseASecondOwnerUntilThen() throws Exception {
        try (BrokerProcess broker = BrokerProcess.single(folder)) {
            broker.start();
            createTopic(broker.bootstrap(), "kept", 1);
            Records.produce(broker.bootstrap(), "kept", List.of("a", "b"));

            assertThatThrownBy(() -> EmbeddedBroker.start(EmbeddedBroker.Config.of(folder.resolve("data"), 0)))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("The data folder " + folder.resolve("data") + " is in use by another broker (process "
                            + broker.pid() + "). Stop that one, or choose another folder.");
            broker.kill();

            broker.start();
            Records.produce(broker.bootstrap(), "kept", List.of("c"));
            assertThat(Records.committedValues(broker.bootstrap(), "kept")).containsExactly("a", "b", "c");
        }
    }

    @Test
    void shouldAnswerNothingWhilePausedAndGoOnAfterwards() throws Exception {
        try (BrokerProcess broker = BrokerProcess.single(folder)) {
            broker.start();
            broker.pause();
            try (Admin admin = admin(broker.bootstrap())) {
                var nodes = admin.describeCluster().nodes();
                assertThatThrownBy(() -> nodes.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

                broker.resume();
                assertThat(nodes.get(60, TimeUnit.SECONDS)).hasSize(1);
            }
            broker.stop();
            assertThat(broker.output()).doesNotContain("ERROR");
        }
    }

    @Test
    @Tag("faults")
    void shouldFormAClusterOfThreeThatLosesNothingWithOneBroker() throws Exception {
        List<BrokerProcess> three = BrokerProcess.cluster(3, folder);
        try {
            three.forEach(BrokerProcess::launch);
            three.forEach(BrokerProcess::awaitReady);
            String first = three.get(0).bootstrap();
            createTopic(first, "kept", 3);
            Records.produce(first, "kept", List.of("a"));

            three.get(2).kill();
            Records.produce(first, "kept", List.of("b"));
            three.get(2).start();
            three.get(0).kill();

            assertThat(Records.committedValues(three.get(1).bootstrap(), "kept"))
                    .containsExactly("a", "b");
        } finally {
            three.forEach(BrokerProcess::close);
        }
    }

    private static void createTopic(String bootstrap, String name, int replication) throws Exception {
        try (Admin admin = admin(bootstrap)) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) replication)))
                    .all()
                    .get();
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }
}
