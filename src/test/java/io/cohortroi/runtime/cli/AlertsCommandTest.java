package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.cohortroi.testing.TestBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AlertsCommandTest {
    private final String prefix = TestBroker.prefix();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void publish() throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(topic("roi-alerts"), topic("silences")))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            alert(producer, "aaaa", "pending", "2025-10-21T00:00:00Z");
            alert(producer, "bbbb", "firing", "2025-10-22T00:00:00Z");
            alert(producer, "cccc", "firing", "2025-10-22T00:00:00Z");
            alert(producer, "cccc", "resolved", "2025-10-27T00:00:00Z");
            alert(producer, "dddd", "firing", "2025-10-22T00:00:00Z");
            producer.send(new ProducerRecord<>(prefix + "roi-alerts", "dddd", null));
        }
    }

    @Test
    void shouldListWhatStandsAndOnRequestAll() throws Exception {
        assertThat(run("list")).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(0)).startsWith("bbbb").contains("firing", "cohort-bbbb", "-25.0 %"))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("aaaa").contains("pending"))
                .satisfies(lines -> assertThat(lines.get(2)).isEqualTo("2 alerts stand."));

        assertThat(run("list", "--all", "--json", "--rule", "roi_variance")).isZero();
        assertThat(json().path("alerts"))
                .extracting(alert -> alert.path("fingerprint").asText())
                .containsExactly("cccc", "bbbb", "aaaa");
        assertThat(run("list", "--all", "--rule", "roi_outlier")).isZero();
        assertThat(out.toString()).startsWith("0 alerts.");
    }

    @Test
    void shouldShowOneAlertByFingerprintOrId() throws Exception {
        assertThat(run("show", "bbbb")).isZero();
        assertThat(out.toString()).contains("subject              cohort-bbbb", "variance_pct         -25");

        assertThat(run("show", "--json", "bbbb-1")).isZero();
        assertThat(json().path("fingerprint").asText()).isEqualTo("bbbb");

        assertThat(run("show", "zzzz")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no alert zzzz.");
    }

    @Test
    void shouldSetListAndEndASilence() throws Exception {
        assertThat(run(
                        "silence",
                        "--json",
                        "--label",
                        "subject=cohort-aaaa",
                        "--fingerprint",
                        "aaaa",
                        "--until",
                        "2031-01-01T00:00:00+01:00",
                        "--comment",
                        "known"))
                .isZero();
        String id = json().path("silence_id").asText();
        assertThat(json().path("until").asText()).isEqualTo("2030-12-31T23:00:00Z");
        assertThat(json().path("matchers")).hasSize(2);

        assertThat(run("silence")).isZero();
        assertThat(out.toString()).contains(id, "known", "1 silences.");

        assertThat(run("silence", "--end", id)).isZero();
        assertThat(run("silence", "--json")).isZero();
        assertThat(json().path("silences")).isEmpty();
        assertThat(run("silence", "--end", id)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("silence", "--label", "team=x")).isEqualTo(2);
        assertThat(err.toString()).contains("not team");
        assertThat(run("silence", "--label", "rule=roi_variance", "--until", "tomorrow"))
                .isEqualTo(2);
        assertThat(new CommandLine(new AlertsCommand())
                        .setErr(new PrintWriter(err))
                        .execute("list", "--set", "bootstrap.servers=127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No broker listens at 127.0.0.1:1");
    }

    @Test
    void shouldTestEveryReceiver(@TempDir Path folder) throws Exception {
        List<String> bodies = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/bad") ? 403 : 200, -1);
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Path file = Files.writeString(
                folder.resolve("receivers.json"),
                "{\"receivers\":[{\"name\":\"good\",\"url\":\"" + address + "/good\"},{\"name\":\"bad\",\"url\":\""
                        + address + "/bad\"}]}");

        assertThat(run("test", "--receivers", file.toString())).isEqualTo(1);

        server.stop(0);
        assertThat(out.toString().lines()).containsExactly("good: took it", "bad: answered 403");
        assertThat(bodies).hasSize(2).allSatisfy(body -> assertThat(body).contains("\"status\":\"resolved\""));
        assertThat(run("test", "--receivers", folder.resolve("gone").toString()))
                .isEqualTo(1);
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!all.isEmpty() && !all.get(0).equals("test")) {
            all.addAll(List.of("--set", "bootstrap.servers=" + TestBroker.bootstrap(), "--set", "prefix=" + prefix));
        }
        return new CommandLine(new AlertsCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private JsonNode json() throws Exception {
        return new JsonMapper().readTree(out.toString());
    }

    private void alert(KafkaProducer<String, String> producer, String fingerprint, String status, String updated) {
        producer.send(new ProducerRecord<>(
                prefix + "roi-alerts",
                fingerprint,
                "{\"fingerprint\":\"" + fingerprint + "\",\"alert_id\":\"" + fingerprint
                        + "-1\",\"rule\":\"roi_variance\","
                        + "\"status\":\"" + status + "\",\"severity\":\"warning\",\"subject\":\"cohort-" + fingerprint
                        + "\",\"variance_pct\":-25,\"n\":40,\"started_at\":\"2025-10-20T00:00:00Z\",\"updated_at\":\""
                        + updated + "\"}"));
    }

    private NewTopic topic(String name) {
        return new NewTopic(prefix + name, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
    }
}
