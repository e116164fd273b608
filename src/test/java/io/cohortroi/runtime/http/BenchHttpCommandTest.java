package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.cli.BenchCommand;
import io.cohortroi.runtime.query.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code bench http} against a server; the figures themselves are nobody's promise here. */
class BenchHttpCommandTest {
    private static final String TOKEN = "a-token-of-24-characters";

    @Test
    void shouldAskEveryEndpointOfARunningInstance() throws Exception {
        try (ServedCompany served = ServedCompany.full(Optional.of(TOKEN))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() ->
                            served.send(served.request("/api/v1/learners").header("Authorization", "Bearer " + TOKEN))
                                            .statusCode()
                                    == 200);
            StringWriter out = new StringWriter();
            int exit = run(
                    out,
                    "http",
                    "--json",
                    "--warm-up=0",
                    "--seconds=2",
                    "--clients=11",
                    "--rate=2",
                    "--set=http.token=" + TOKEN,
                    "--url=http://127.0.0.1:" + served.port());
            ObjectNode answer = Json.parseObject(out.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(exit).as(out.toString()).isZero();
            assertThat(answer.get("requests_per_second").asInt()).isEqualTo(22);
            assertThat(answer.get("endpoints"))
                    .extracting(row -> row.get("path").asText())
                    .contains("/health/live", "/api/v1/pipeline", "/api/v1/roi-records/L000/C0-2/explain");
            assertThat(answer.get("endpoints"))
                    .allMatch(row ->
                            row.get("n").asInt() == 2 && row.get("failed").asInt() == 0);
            assertThat(answer.get("sender_late_ms").get("n").asInt()).isEqualTo(44);
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new BenchCommand()).setErr(new PrintWriter(err));
        assertThat(command.execute("http", "--url=http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString()).startsWith("bench http: http://127.0.0.1:1 does not answer");
        assertThat(command.execute("http", "--clients=0")).isEqualTo(2);
    }

    private static int run(StringWriter out, String... arguments) {
        return new CommandLine(new BenchCommand()).setOut(new PrintWriter(out)).execute(arguments);
    }
}
