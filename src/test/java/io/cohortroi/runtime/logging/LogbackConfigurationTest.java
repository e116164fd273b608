package io.cohortroi.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusUtil;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LogbackConfigurationTest {

    @Test
    void shouldWriteReadableLinesThatRecordContentCannotForge() throws Exception {
        String out = logged("text", context -> {
            context.getLogger("io.cohortroi.Any").info("evil\r\n2026 INFO forged \u001b[31m");
            context.getLogger("io.cohortroi.Any").error("failed", new IllegalStateException("why\u001b"));
        });

        assertThat(out.lines().findFirst().orElseThrow())
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[.*] Any: evil\\?\\?2026 INFO forged \\?\\[31m");
        assertThat(out).contains("java.lang.IllegalStateException: why?\n\tat ").doesNotContain("\u001b");
    }

    @Test
    void shouldWriteOneJsonObjectALine() throws Exception {
        String out = logged("json", context -> {
            context.getLogger("io.cohortroi.Any").info("two\nlines \"quoted\"");
            context.getLogger("io.cohortroi.Any").error("failed", new IllegalStateException("why"));
        });

        assertThat(out.lines()).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(out.lines().findFirst().orElseThrow());
        assertThat(first.get("formattedMessage").asText()).isEqualTo("two\nlines \"quoted\"");
        assertThat(first.get("level").asText()).isEqualTo("INFO");
        assertThat(first.get("timestamp").isIntegralNumber()).isTrue();
    }

    @Test
    void shouldKeepKafkaQuietButLetItsWarningsThrough() throws Exception {
        String out = logged("text", context -> {
            context.getLogger("org.apache.kafka.clients.NetworkClient").info("chatter");
            context.getLogger("org.apache.kafka.clients.NetworkClient")
                    .warn("[x] Attempting to close NetworkClient that has already been closed.");
            context.getLogger("org.apache.kafka.controller.QuorumController").warn("Performing controller activation");
            context.getLogger("org.apache.kafka.clients.NetworkClient").warn("Connection to node 1 could not be made");
        });

        assertThat(out.lines())
                .singleElement()
                .asString()
                .endsWith("NetworkClient: Connection to node 1 could not be made");
    }

    private static String logged(String format, Consumer<LoggerContext> events) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stderr = System.err;
        LoggerContext context = new LoggerContext();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            context.setMDCAdapter(new LogbackMDCAdapter());
            context.putProperty("COHORT_ROI_LOG_FORMAT", format);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(
                    Objects.requireNonNull(LogbackConfigurationTest.class.getResource("/logback.xml")));
            assertThat(new StatusUtil(context).getHighestLevel(0)).isLessThan(Status.WARN);
            events.accept(context);
        } finally {
            System.setErr(stderr);
            context.stop();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
