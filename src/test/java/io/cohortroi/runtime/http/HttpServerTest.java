package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private static ServedCompany served;

    @BeforeAll
    static void startAndCatchUp() throws Exception {
        served = ServedCompany.full(Optional.empty());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/health/ready").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void shouldListCohortsAsSummaries() throws Exception {
        ObjectNode answer = served.json("/api/v1/cohorts");
        assertThat(answer.get("total").asInt()).isEqualTo(5);
        assertThat(answer.get("next_offset").isNull()).isTrue();
        assertThat(answer.get("snapshot").get("stale").asBoolean()).isFalse();
        assertThat(answer.get("cohorts"))
                .extracting(cohort -> cohort.get("cohort").asText())
                .containsExactly("cohort-001", "cohort-002", "cohort-003", "cohort-004", "cohort-005");
        var first = answer.get("cohorts").get(0);
        assertThat(first.get("mean_completion_rate").decimalValue()).isEqualByComparingTo("0.912345678901");
        assertThat(first.has("days")).isFalse();
        assertThat(first.get("weeks")).hasSize(ScopeSummaries.WEEKS);
        assertThat(first.get("weeks").get(25).get("week").asText()).isEqualTo("2025-10-20");
    }

    @Test
    void shouldSortAndPageCohorts() throws Exception {
        ObjectNode answer = served.json("/api/v1/cohorts?sort=-mean_roi&limit=2&offset=1");
        assertThat(answer.get("cohorts"))
                .extracting(cohort -> cohort.get("cohort").asText())
                .containsExactly("cohort-001", "cohort-005");
        assertThat(answer.get("next_offset").asInt()).isEqualTo(3);
    }

    @Test
    void shouldServeTheWholeRecordOfOneCohort() throws Exception {
        ObjectNode answer = served.json("/api/v1/cohorts/cohort-004");
        answer.remove("snapshot");
        assertThat(text(answer)).isEqualTo(text(new SampleOutputsOnce().cohort("cohort-004")));
    }

    @Test
    void shouldServeArchetypesAndTheWhole() throws Exception {
        assertThat(served.json("/api/v1/archetypes").get("archetypes")).hasSize(5);
        assertThat(served.json("/api/v1/archetypes/Long-term%20Retainer")
                        .get("learners")
                        .asInt())
                .isEqualTo(196);
        assertThat(served.json("/api/v1/overall").get("learners").asInt()).isEqualTo(700);
    }

    @Test
    void shouldFilterAlerts() throws Exception {
        assertThat(served.json("/api/v1/alerts").get("total").asInt()).isEqualTo(2);
        ObjectNode firing = served.json("/api/v1/alerts?status=firing");
        assertThat(firing.get("alerts"))
                .extracting(alert -> alert.get("subject").asText())
                .containsExactly("cohort-004");
        assertThat(served.json("/api/v1/alerts/roi_variance:cohort-004")
                        .get("evidence")
                        .get("bar")
                        .asInt())
                .isEqualTo(10_000);
    }

    @Test
    void shouldSumTheLedgerPerTopic() throws Exception {
        ObjectNode ledger = served.json("/api/v1/ledger");
        assertThat(ledger.get("balanced").asBoolean()).isTrue();
        assertThat(ledger.get("topics").get(1).toString())
                .isEqualTo("{\"topic\":\"training-completions\",\"input\":6320,\"applied\":6300,\"duplicate\":8,"
                        + "\"superseded\":6,\"waiting\":4,\"dead_lettered\":2,\"balanced\":true}");
        assertThat(ledger.get("partitions")).hasSize(3);
    }

    @Test
    void shouldSayProblemsAsDocuments() throws Exception {
        Map<String, Integer> expected = Map.ofEntries(
                Map.entry("/api/v1/cohorts/nobody", 404),
                Map.entry("/api/v1/cohorts/archetype:Specialist", 404),
                Map.entry("/api/v1/archetypes/Nobody", 404),
                Map.entry("/api/v1/alerts/nothing", 404),
                Map.entry("/api/v1/nothing", 404),
                Map.entry("/assets/../HttpServer.class", 404),
                Map.entry("/assets/%2e%2e/logback.xml", 404),
                Map.entry("/api/v1/cohorts?limit=0", 400),
                Map.entry("/api/v1/cohorts?limit=ten", 400),
                Map.entry("/api/v1/cohorts?sort=days", 400),
                Map.entry("/api/v1/cohorts?limit=1&limit=2", 400),
                Map.entry("/api/v1/cohorts?unknown=1", 400),
                Map.entry("/api/v1/alerts?status=burning", 400),
                Map.entry("/api/v1/cohorts?sort=" + "x".repeat(2_048), 414));
        for (Map.Entry<String, Integer> question : expected.entrySet()) {
            HttpResponse<String> response = served.get(question.getKey());
            assertThat(response.statusCode()).as(question.getKey()).isEqualTo(question.getValue());
            assertThat(response.headers().firstValue("Content-Type"))
                    .as(question.getKey())
                    .contains(Problem.CONTENT_TYPE);
            ObjectNode problem = Json.parseObject(response.body().getBytes(StandardCharsets.UTF_8));
            assertThat(problem.get("status").asInt()).as(question.getKey()).isEqualTo(question.getValue());
            assertThat(problem.get("detail").asText()).as(question.getKey()).isNotBlank();
        }
    }

    @Test
    void shouldRefuseHeadersOverTheLimitAndOtherMethods() throws Exception {
        HttpResponse<String> long1 = served.send(served.request("/health/live").header("X-Long", "x".repeat(9_000)));
        assertThat(long1.statusCode()).isEqualTo(431);
        assertThat(long1.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
        HttpResponse<String> delete =
                served.send(served.request("/api/v1/cohorts").DELETE());
        assertThat(delete.statusCode()).isEqualTo(405);
        assertThat(delete.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void shouldNotLetOtherSitesReadTheApi() throws Exception {
        HttpResponse<String> asked =
                served.send(served.request("/api/v1/cohorts").header("Origin", "https://elsewhere.example"));
        assertThat(asked.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        HttpResponse<String> preflight = served.send(served.request("/api/v1/cohorts")
                .header("Origin", "https://elsewhere.example")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.statusCode()).isEqualTo(405);
    }

    @Test
    void shouldRefuseOneViewerTooMany() throws Exception {
        HttpSettings two = HttpSettings.loopback(0).withMaxViewers(2);
        try (HttpServer small = serverWith(two);
                Socket first = viewer(small.port());
                Socket second = viewer(small.port())) {
            assertThat(statusLine(first)).startsWith("HTTP/1.1 200");
            assertThat(statusLine(second)).startsWith("HTTP/1.1 200");
            try (Socket third = viewer(small.port())) {
                assertThat(statusLine(third)).startsWith("HTTP/1.1 503");
            }
            first.close();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                try (Socket later = viewer(small.port())) {
                    return statusLine(later).startsWith("HTTP/1.1 200");
                }
            });
        }
    }

    @Test
    void shouldCloseAConnectionThatSaysNothing() throws Exception {
        HttpSettings impatient = HttpSettings.loopback(0).withIdleTimeout(Duration.ofMillis(200));
        try (HttpServer server = serverWith(impatient);
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
                Socket halfway = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            silent.setSoTimeout(20_000);
            halfway.setSoTimeout(20_000);
            halfway.getOutputStream().write("GET /health/live HTTP/1.1\r\nHo".getBytes(StandardCharsets.US_ASCII));
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            assertThat(new String(halfway.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .doesNotContain(" 200 ");
        }
    }

    private static HttpServer serverWith(HttpSettings settings) {
        HttpServer server = new HttpServer(
                settings,
                served.queries(),
                served.health::get,
                PipelineStatus::unknown,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC());
        server.start();
        return server;
    }

    private static Socket viewer(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    @Test
    void shouldNotAnswerForAForeignHostName() throws Exception {
        assertThat(rawStatusLine("GET /api/v1/cohorts HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void shouldAnswerMalformedRequestsWithAProblem() throws Exception {
        assertThat(rawStatusLine("GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void shouldSendSecurityHeadersWithEveryAnswer() throws Exception {
        for (String path : List.of("/", "/api/v1/cohorts", "/api/v1/nothing", "/health/live", "/assets/js/app.js")) {
            HttpResponse<String> response = served.get(path);
            SecurityFilter.HEADERS.forEach(
                    (name, value) -> assertThat(response.headers().allValues(name))
                            .as(path + " " + name)
                            .containsExactly(value));
        }
        assertThat(SecurityFilter.HEADERS.get("Content-Security-Policy"))
                .doesNotContain("unsafe")
                .doesNotContain("*");
    }

    @Test
    void shouldSayThatNothingChanged() throws Exception {
        HttpResponse<String> first = served.get("/api/v1/cohorts");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second =
                served.send(served.request("/api/v1/cohorts").header("If-None-Match", tag));
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void shouldCountRequestsByRouteAndNeverById() throws Exception {
        served.get("/api/v1/cohorts/cohort-001");
        String metrics = served.get("/metrics").body();
        assertThat(metrics).contains("route=\"/api/v1/cohorts/{id}\"").doesNotContain("cohort-001");
        assertThat(metrics).contains("http_stream_viewers 0");
    }

    @Test
    void shouldRefuseToLeaveLoopbackWithoutAToken() {
        assertThatThrownBy(() -> HttpSettings.of("0.0.0.0", 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refusing to listen on 0.0.0.0 without a bearer token");
        assertThatThrownBy(() -> HttpSettings.of("0.0.0.0", 0, Optional.of("short")))
                .hasMessageContaining("5 characters, at least 16");
        assertThat(HttpSettings.of("0.0.0.0", 0, Optional.of("0123456789abcdef"))
                        .host())
                .isEqualTo("0.0.0.0");
    }

    @Test
    void shouldSayWhichPortIsTaken() {
        assertThatThrownBy(() -> serverWith(HttpSettings.loopback(served.port())))
                .hasMessageContaining("port " + served.port() + ": the port is taken");
    }

    private static String text(ObjectNode node) {
        return new String(Json.bytes(node), StandardCharsets.UTF_8);
    }

    private static String rawStatusLine(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    /** The company's values again from the same seed, as they were published. */
    private static final class SampleOutputsOnce {
        private final Map<String, ObjectNode> company = new SampleOutputs(20_251_020L).company();

        ObjectNode cohort(String id) {
            return java.util.Objects.requireNonNull(company.get(id));
        }
    }
}
