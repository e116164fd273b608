package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.error.DeadLetters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The page in a real Chromium. The checks are in dashboard.mjs; this changes the world when the script asks for it. */
class DashboardBrowserTest {
    private static final String TOKEN = "a-token-of-the-browser-test";

    @Test
    void shouldWorkForAPersonInABrowser() throws Exception {
        Browser.require();
        List<String> passed = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (ServedCompany served = ServedCompany.full(Optional.empty());
                ServedCompany guarded = ServedCompany.empty(Optional.of(TOKEN))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> served.get("/health/ready").statusCode() == 200);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> served.get("/api/v1/learners").statusCode() == 200);
            Process script = new ProcessBuilder(
                            "node", "src/test/browser/dashboard.mjs", address(served), address(guarded), TOKEN)
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader out =
                            new BufferedReader(new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8));
                    Writer in = script.outputWriter(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    said.add(line);
                    if (line.startsWith("PASSED ")) {
                        passed.add(line);
                    } else if (line.startsWith("DO ")) {
                        act(served, line.substring(3));
                        in.write("ok\n");
                        in.flush();
                    } else if (line.startsWith("FIGURE ")) {
                        System.out.println(line.substring(7));
                    }
                }
            } finally {
                script.destroy();
            }
            assertThat(script.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(said).as(String.join("\n", said)).endsWith("DONE");
        assertThat(passed).hasSize(16);
    }

    private static String address(ServedCompany company) {
        return "http://127.0.0.1:" + company.port() + "/";
    }

    private static void act(ServedCompany served, String line) throws Exception {
        String[] command = line.split(" ", line.startsWith("publish ") ? 4 : 2);
        switch (command[0]) {
            case "publish" ->
                served.publish(command[1], URLDecoder.decode(command[2], StandardCharsets.UTF_8), parsed(command[3]));
            case "dead-letter" -> {
                ObjectNode letter = parsed(command[1]);
                Place place = new Place(letter.get("topic").asText(), 0, 7);
                Rejection rejection = new Rejection(
                        Rejection.Code.KEY_MISMATCH, letter.get("detail").asText());
                served.publishDeadLetter(DeadLetters.of(null, null, new RecordHeaders(), rejection, place)
                        .headers());
            }
            case "lag" ->
                served.pipeline.set(new PipelineStatus(
                        6,
                        0,
                        0,
                        new TreeMap<>(Map.of("learners", Long.parseLong(command[1]))),
                        Optional.of(Instant.parse("2025-10-20T10:30:00Z"))));
            case "stale" ->
                served.health.set(
                        new StreamHealth(true, false, "RESTORING", Optional.of(Instant.parse("2025-10-20T10:30:00Z"))));
            case "fresh" -> served.health.set(StreamHealth.running());
            case "stop" -> served.stopServer();
            case "start" -> served.startServerAgain();
            default -> throw new IllegalArgumentException("the script asked for " + command[0]);
        }
    }

    private static ObjectNode parsed(String json) throws IOException {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
