package io.cohortroi.runtime.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRule;
import io.cohortroi.runtime.config.Secret;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real broker and a real HTTP receiver. */
class WebhookForwarderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SEED = 5;

    private final String prefix = TestBroker.prefix();
    private final Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
    private final List<AutoCloseable> open = new ArrayList<>();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(new HashMap<>(client), new StringSerializer(), new ByteArraySerializer());
    private HttpReceiver receiver = onFreePort();

    @BeforeEach
    void start() throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(topic(AlertTopics.ALERTS), topic(AlertTopics.SILENCES)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        producer.close();
        receiver.close();
    }

    @Test
    void shouldDeliverInTheFormatOfAlertmanager() {
        publish(alert("cohort-004", "pending", 21));
        publish(alert("cohort-004", "firing", 40));
        publish(alert("cohort-004", "resolved", 55));
        forward(Receiver.of("chat", receiver.url()));

        awaitTold(fp("cohort-004") + " firing 21", fp("cohort-004") + " firing 40", fp("cohort-004") + " resolved 55");
        ObjectNode first = receiver.taken().get(0);
        assertThat(first.path("version").asText()).isEqualTo("4");
        assertThat(first.path("status").asText()).isEqualTo("firing");
        assertThat(first.path("receiver").asText()).isEqualTo("chat");
        assertThat(first.path("groupKey").asText()).isEqualTo("{}:{fingerprint=\"" + fp("cohort-004") + "\"}");
        assertThat(first.path("externalURL").asText()).isEqualTo("http://roi.example");
        assertThat(first.path("commonLabels"))
                .isEqualTo(first.path("alerts").path(0).path("labels"));
        assertThat(first.path("alerts").path(0).path("labels").toString())
                .isEqualTo("{\"alertname\":\"roi_variance\",\"subject\":\"cohort-004\",\"severity\":\"warning\","
                        + "\"metric\":\"mean_roi\"}");
        JsonNode annotations = first.path("alerts").path(0).path("annotations");
        assertThat(annotations.path("summary").asText())
                .isEqualTo("roi_variance of cohort-004: mean_roi 1.2, expected 1.6 (-25 %), n 21, pending");
        assertThat(annotations.path("variance_pct").asText()).isEqualTo("-25");
        assertThat(annotations.path("evidence_value").asText()).isEqualTo("12.5");
        assertThat(annotations.path("evidence_bar").asText()).isEqualTo("20000");
        assertThat(annotations.path("runbook_url").asText())
                .isEqualTo("https://git.example/main/src/docs/runbook/roi_variance.md");
        assertThat(annotations.path("top_contributors").asText()).isEqualTo("workflow wf-1 -20");
        assertThat(first.path("alerts").path(0).path("startsAt").asText()).isEqualTo("2025-10-20T00:00:00Z");
        assertThat(first.path("alerts").path(0).path("endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
        ObjectNode last = receiver.taken().get(2);
        assertThat(last.path("status").asText()).isEqualTo("resolved");
        assertThat(last.path("alerts").path(0).path("endsAt").asText()).isEqualTo("2025-10-27T00:00:00Z");
    }

    @Test
    void shouldDeliverEverythingInOrderToAReceiverThatWasDown() throws Exception {
        int port = receiver.port();
        receiver.close();
        List<String> expected = new ArrayList<>();
        for (int n = 20; n < 30; n++) {
            publish(alert("cohort-00" + n % 2, "firing", n));
            expected.add(fp("cohort-00" + n % 2) + " firing " + n);
        }
        WebhookForwarder forwarder = forward(Receiver.of("chat", "http://127.0.0.1:" + port + "/hook"));
        await().atMost(PATIENCE).until(() -> forwarder.status().get(0).failed() >= 3);
        assertThat(forwarder.status().get(0).lastFailure()).isEqualTo("ConnectException");

        receiver = HttpReceiver.on(port);

        awaitTold(expected.toArray(String[]::new));
        assertThat(forwarder.status().get(0).failing()).isFalse();
    }

    @Test
    void shouldTryAgainWhenAReceiverAnswers500OrHangs() {
        for (HttpReceiver.Mood mood : List.of(HttpReceiver.Mood.ANSWERS_500, HttpReceiver.Mood.HANGS)) {
            receiver.is(mood);
            String subject = "cohort-" + mood;
            int askedBefore = receiver.asked();
            publish(alert(subject, "pending", 20));
            publish(alert(subject, "firing", 40));
            WebhookForwarder forwarder = forward(new Receiver(
                    "chat-" + mood,
                    new Secret(receiver.url()),
                    Optional.empty(),
                    Set.of(),
                    Set.of(),
                    Set.of(subject),
                    Duration.ofMillis(300)));
            await().atMost(PATIENCE).until(() -> receiver.asked() >= askedBefore + 3);

            receiver.is(HttpReceiver.Mood.TAKES);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.told())
                            .filteredOn(told -> told.startsWith(fp(subject)))
                            .containsExactly(fp(subject) + " firing 20", fp(subject) + " firing 40"));
            assertThat(forwarder.status().get(0).lastFailure())
                    .isEqualTo(mood == HttpReceiver.Mood.HANGS ? "no answer within 300 ms" : "answered 500");
        }
    }

    @Test
    void shouldGoOnAfterARestartWhereItStoppedAndLoseNothing() throws Exception {
        publish(alert("cohort-001", "pending", 20));
        WebhookForwarder first = forward(Receiver.of("chat", receiver.url()));
        awaitTold(fp("cohort-001") + " firing 20");
        receiver.is(HttpReceiver.Mood.ANSWERS_500);
        publish(alert("cohort-001", "firing", 30));
        await().atMost(PATIENCE).until(() -> first.status().get(0).failed() >= 2);
        first.close();
        publish(alert("cohort-001", "resolved", 40));
        receiver.is(HttpReceiver.Mood.TAKES);

        forward(Receiver.of("chat", receiver.url()));

        awaitTold(fp("cohort-001") + " firing 20", fp("cohort-001") + " firing 30", fp("cohort-001") + " resolved 40");
    }

    @Test
    void shouldDeliverToEachReceiverOnlyWhatItAskedFor() {
        publish(alert("cohort-001", "pending", 20));
        publish(alert("cohort-001", "firing", 30));
        publish(alert("cohort-002", "firing", 40));
        send(fp("cohort-009"), null);
        forward(new Receiver(
                "on-call",
                new Secret(receiver.url()),
                Optional.of(new Secret("tok-very-secret")),
                Set.of("roi_variance"),
                Set.of("critical"),
                Set.of("cohort-002"),
                Duration.ofSeconds(5)));

        awaitTold(fp("cohort-002") + " firing 40");
        assertThat(receiver.tokens()).containsExactly("Bearer tok-very-secret");
    }

    @Test
    void shouldHoldBackWhatIsSilencedAlsoAcrossARestartAndTellItsLatestStateAfterwards() throws Exception {
        AlertTopics topics = new AlertTopics(client, prefix, Duration.ofSeconds(20));
        topics.putSilence("s-1", silence("subject", "cohort-001", Instant.now().plusSeconds(3_600)));
        publish(alert("cohort-001", "pending", 20));
        publish(alert("cohort-001", "firing", 30));
        publish(alert("cohort-002", "firing", 40));
        WebhookForwarder first = forward(Receiver.of("chat", receiver.url()));
        awaitTold(fp("cohort-002") + " firing 40");
        first.close();

        forward(Receiver.of("chat", receiver.url()));
        publish(alert("cohort-003", "firing", 50));
        awaitTold(fp("cohort-002") + " firing 40", fp("cohort-003") + " firing 50");
        topics.putSilence("s-1", null);

        awaitTold(fp("cohort-002") + " firing 40", fp("cohort-003") + " firing 50", fp("cohort-001") + " firing 30");
    }

    @Test
    void shouldNotLetOneReceiverThatHangsHoldUpAnother() throws Exception {
        try (HttpReceiver hanging = HttpReceiver.on(0)) {
            hanging.is(HttpReceiver.Mood.HANGS);
            publish(alert("cohort-001", "firing", 30));
            forward(Receiver.of("hangs", hanging.url()), Receiver.of("chat", receiver.url()));

            awaitTold(fp("cohort-001") + " firing 30");
        }
    }

    private static HttpReceiver onFreePort() {
        try {
            return HttpReceiver.on(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitTold(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(receiver.told()).containsExactly(expected));
    }

    private WebhookForwarder forward(Receiver... receivers) {
        WebhookForwarder forwarder = new WebhookForwarder(
                new WebhookForwarder.Options(
                        client,
                        prefix,
                        "http://roi.example",
                        "https://git.example/main",
                        Duration.ofMillis(20),
                        Duration.ofMillis(100)),
                List.of(receivers),
                Clock.systemUTC(),
                SEED);
        forwarder.start();
        open.add(forwarder);
        return forwarder;
    }

    private void publish(ObjectNode alert) {
        send(alert.path("fingerprint").asText(), Json.bytes(alert));
    }

    private void send(String key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(prefix + AlertTopics.ALERTS, key, value))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String fp(String subject) {
        return Alert.fingerprint(AlertRule.ROI_VARIANCE, subject);
    }

    static ObjectNode alert(String subject, String status, long n) {
        boolean pending = status.equals("pending");
        ObjectNode alert = Json.object();
        alert.put("fingerprint", fp(subject))
                .put("alert_id", fp(subject) + "-20251020T000000Z")
                .put("rule", "roi_variance")
                .put("status", status)
                .put("severity", pending ? "warning" : "critical")
                .put("subject", subject)
                .put("metric", "mean_roi")
                .put("observed", new BigDecimal("1.2"))
                .put("expected", new BigDecimal("1.6"))
                .put("variance_pct", new BigDecimal("-25"))
                .put("threshold_pct", new BigDecimal("10"))
                .put("n", n);
        alert.putObject("evidence").put("value", new BigDecimal("12.5")).put("bar", new BigDecimal("20000"));
        alert.putArray("top_contributors")
                .addObject()
                .put("kind", "workflow")
                .put("id", "wf-1")
                .put("contribution_pct", new BigDecimal("-20"));
        return alert.put("started_at", "2025-10-20T00:00:00Z")
                .put("updated_at", "2025-10-22T09:00:00Z")
                .put("ended_at", status.equals("resolved") ? "2025-10-27T00:00:00Z" : null)
                .put("runbook_url", "src/docs/runbook/roi_variance.md");
    }

    static ObjectNode silence(String label, String equals, Instant until) {
        ObjectNode silence = Json.object();
        silence.put("silence_id", "s-1").put("until", until.toString()).put("comment", "known");
        silence.putArray("matchers").addObject().put("label", label).put("equals", equals);
        return silence;
    }

    private NewTopic topic(String name) {
        return new NewTopic(prefix + name, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
    }
}
