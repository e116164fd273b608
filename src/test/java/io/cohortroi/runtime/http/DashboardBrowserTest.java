package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The page in a real Chromium. The checks are in dashboard.mjs; this changes the world when the script asks for it. */
class DashboardBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path PACKAGES = Path.of("target/browser/node_modules/playwright-core");

    @Test
    void shouldWorkForAPersonInABrowser() throws Exception {
        assumeTrue(
                Files.exists(CHROMIUM) && Files.exists(PACKAGES),
                "needs Chromium and two npm packages: run src/test/browser/install.sh");
        List<String> passed = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (ServedCompany served = ServedCompany.full(Optional.empty())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> served.get("/health/ready").statusCode() == 200);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> served.get("/api/v1/learners").statusCode() == 200);
            Process script = new ProcessBuilder(
                            "node", "src/test/browser/dashboard.mjs", "http://127.0.0.1:" + served.port() + "/")
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
                        act(served, line.substring(3).split(" ", 4));
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
        assertThat(passed).hasSize(11);
    }

    private static void act(ServedCompany served, String[] command) throws Exception {
        switch (command[0]) {
            case "publish" ->
                served.publish(command[1], URLDecoder.decode(command[2], StandardCharsets.UTF_8), parsed(command[3]));
            case "stale" ->
                served.health.set(
                        new StreamHealth(true, false, "RESTORING", Optional.of(Instant.parse("2025-10-20T10:30:00Z"))));
            case "fresh" -> served.health.set(StreamHealth.running());
            case "restart" -> served.restartServer();
            default -> throw new IllegalArgumentException("the script asked for " + command[0]);
        }
    }

    private static ObjectNode parsed(String json) throws IOException {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8));
    }
}
