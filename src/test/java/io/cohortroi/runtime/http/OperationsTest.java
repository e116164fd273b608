package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code docker-compose.yml} and the dashboard ask of the server, asked of a server. */
class OperationsTest {

    private static final String TOKEN = "a-token-of-24-characters";
    private static final Pattern METRIC = Pattern.compile("\\b(http_[a-z_]+)");

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldBeHealthyForComposeWhenReadyAndOnlyThen() throws Exception {
        JsonNode compose =
                new YAMLMapper().readTree(Path.of("docker-compose.yml").toFile());
        String check = compose.at("/services/cohort-roi/healthcheck/test/3").asText();

        try (ServedCompany served = ServedCompany.empty(Optional.of(TOKEN))) {
            String here = check.replace("/8080", "/" + served.port());
            await().atMost(Duration.ofSeconds(60)).until(() -> bash(here) == 0);

            served.health.set(new StreamHealth(true, false, "REBALANCING", Optional.of(Instant.EPOCH)));
            assertThat(bash(here)).isNotZero();
        }
    }

    @Test
    void shouldHaveEveryMetricThatTheDashboardShows() throws Exception {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Path.of("src/docs/operations/grafana/dashboards/cohort-roi.json")
                        .toFile());
        JsonNode prometheus = new YAMLMapper()
                .readTree(
                        Path.of("src/docs/operations/prometheus/prometheus.yml").toFile());
        String path = prometheus.at("/scrape_configs/0/metrics_path").asText();

        try (ServedCompany served = ServedCompany.empty(Optional.empty())) {
            served.get("/api/v1/cohorts");
            String scraped = served.get(path).body();

            for (JsonNode panel : dashboard.get("panels")) {
                Matcher metric = METRIC.matcher(panel.at("/targets/0/expr").asText());
                while (metric.find()) {
                    assertThat(scraped).containsPattern("(?m)^" + metric.group(1) + "[{ ]");
                }
            }
        }
    }

    private static int bash(String command) throws Exception {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
