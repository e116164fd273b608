package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TopicsCommandTest {
    @TempDir
    Path folder;

    private record Ran(int exitCode, String out, String err) {}

    @Test
    void shouldApplyVerifyAndList() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Config.of(folder.resolve("broker"), 0))) {
            String bootstrap = "--bootstrap=" + broker.bootstrap();

            Ran before = run("verify", bootstrap, "--prefix=acme.");
            assertThat(before.exitCode).isEqualTo(1);
            assertThat(before.out)
                    .contains("Topic acme.learners is missing; `topics apply` creates it.")
                    .contains("23 mismatches in 23 topics.");

            Ran applied = run("apply", bootstrap, "--prefix=acme.", "--partitions=4");
            assertThat(applied.exitCode).isZero();
            assertThat(applied.out)
                    .startsWith("Created acme.learners.")
                    .contains("23 created, 0 corrected, 0 mismatches in 23 topics.");

            Ran verified = run("verify", bootstrap, "--prefix=acme.", "--json");
            assertThat(verified.exitCode).isZero();
            assertThat(json(verified)).isEqualTo(new JsonMapper().readTree("{\"mismatches\":[]}"));

            Ran refused = run("verify", bootstrap, "--prefix=acme.", "--partitions=6", "--json");
            assertThat(refused.exitCode).isEqualTo(1);
            assertThat(json(refused).path("mismatches")).hasSize(5);
            assertThat(json(refused).at("/mismatches/0/sentence").asText())
                    .isEqualTo("Topic acme.learners must have partitions 6 like all learner-keyed topics, has 4;"
                            + " a partition count is fixed at creation.");

            Ran listed = run("list", bootstrap, "--prefix=acme.");
            assertThat(listed.exitCode).isZero();
            assertThat(listed.out.lines())
                    .hasSize(23)
                    .anyMatch(line -> line.matches("acme\\.learners +compact +partitions 4, replication 1 +Learner.*"));
            JsonNode unprefixed = json(run("list", bootstrap, "--json")).at("/topics/0");
            assertThat(unprefixed.path("topic").asText()).isEqualTo("learners");
            assertThat(unprefixed.path("exists").asBoolean(true)).isFalse();
        }
    }

    @Test
    void shouldSayInOneSentenceThatNothingListens() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Ran ran = run("verify", "--bootstrap=127.0.0.1:" + closed);

        assertThat(ran.exitCode).isEqualTo(1);
        assertThat(ran.out).isEmpty();
        assertThat(ran.err.lines())
                .containsExactly("No broker listens at 127.0.0.1:" + closed + " (Connection refused).");
    }

    @Test
    void shouldSayInOneSentenceThatWhatListensIsNoBroker() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran ran = run("verify", "--bootstrap=127.0.0.1:" + mute.getLocalPort(), "--timeout-ms=500");

            assertThat(ran.exitCode).isEqualTo(1);
            assertThat(ran.out).isEmpty();
            assertThat(ran.err.lines()).containsExactly("No broker answered within 500 ms.");
        }
    }

    @Test
    void shouldSayWhichAddressIsNone() {
        Ran ran = run("verify", "--bootstrap=nonsense");

        assertThat(ran.exitCode).isEqualTo(1);
        assertThat(ran.err.lines())
                .singleElement()
                .asString()
                .startsWith("No Kafka client can be made with nonsense: ")
                .contains("bootstrap.servers");
    }

    @Test
    void shouldReadSecurityPropertiesFromAFile() throws Exception {
        Path properties = Files.writeString(folder.resolve("client.properties"), "security.protocol=CARRIER_PIGEON\n");

        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran ran = run("verify", "--bootstrap=127.0.0.1:" + mute.getLocalPort(), "--command-config=" + properties);

            assertThat(ran.exitCode).isEqualTo(1);
            assertThat(ran.err).contains("CARRIER_PIGEON");
        }
    }

    @Test
    void shouldRefuseOptionsThatCannotBeRight() {
        assertThat(run("verify", "--partitions=0").exitCode).isEqualTo(2);
        assertThat(run("verify", "--partitions=0").err).contains("partitions must be at least 1, is 0");
        assertThat(run("verify", "--prefix=a b").err).contains("a prefix has at most 185 letters");
        assertThat(run("verify", "--timeout-ms=0").exitCode).isEqualTo(2);
        assertThat(run("verify", "--command-config=" + folder.resolve("none")).err)
                .contains("cannot be read as a properties file");
        assertThat(run().err).contains("apply, verify or list");
        assertThat(run().exitCode).isEqualTo(2);
    }

    private static Ran run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = new CommandLine(new TopicsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    private static JsonNode json(Ran ran) throws Exception {
        return new JsonMapper().readTree(ran.out);
    }
}
