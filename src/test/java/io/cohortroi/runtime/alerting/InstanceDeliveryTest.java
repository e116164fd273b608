package io.cohortroi.runtime.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.cli.AlertsCommand;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.instance.Instance;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From completions that are published to the webhook that hears of them, through everything between. */
class InstanceDeliveryTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final String prefix = TestBroker.prefix();
    private final Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
    private final KafkaProducer<String, String> producer =
            new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
    private int learners;
    private HttpReceiver receiver;
    private Instance instance;

    @AfterEach
    void stop() {
        producer.close();
        if (instance != null) {
            instance.close();
        }
        if (receiver != null) {
            receiver.close();
        }
    }

    @Test
    void shouldDeliverWhatTheStreamRaisesWhateverTheReceiverDoes() throws Exception {
        receiver = HttpReceiver.on(0);
        int port = receiver.port();
        Path file = receiversFile(receiver.url());
        instance = start(file);
        new AlertTopics(client, prefix, Duration.ofSeconds(30))
                .putSilence(
                        "s-1",
                        WebhookForwarderTest.silence(
                                "subject", "archetype:Generalist", Instant.now().plusSeconds(3_600)));

        completions(25);
        await().atMost(PATIENCE).until(() -> !receiver.taken().isEmpty());
        assertThat(metric("cohort_roi_alert_deliveries_total")).isPositive();
        assertThat(metric("cohort_roi_alert_delivery_failing")).isZero();

        receiver.is(HttpReceiver.Mood.ANSWERS_500);
        double refused = metric("cohort_roi_alert_delivery_failures_total");
        completions(3);
        await().atMost(PATIENCE).until(() -> metric("cohort_roi_alert_delivery_failures_total") > refused);
        receiver.is(HttpReceiver.Mood.HANGS);
        int asked = receiver.asked();
        await().atMost(PATIENCE).until(() -> receiver.asked() > asked);
        receiver.close();
        List<ObjectNode> before = new ArrayList<>(receiver.taken());
        completions(4);
        await().atMost(PATIENCE).until(() -> lastN() == 32);

        instance.close();
        completions(5);
        instance = start(file);
        await().atMost(PATIENCE).until(() -> metric("cohort_roi_alert_delivery_failing") == 1);
        receiver = HttpReceiver.on(port);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(lastN()).isEqualTo(37);
            List<ObjectNode> all = new ArrayList<>(before);
            all.addAll(receiver.taken());
            assertThat(withoutRepeats(all)).isEqualTo(published());
        });
        before.addAll(receiver.taken());
        assertThat(before)
                .as("silenced")
                .noneSatisfy(message -> assertThat(subject(message)).isEqualTo("archetype:Generalist"));
    }

    @Test
    void shouldMeasureAlertsOfARunningInstanceAndTakeItsProbesBack() throws Exception {
        receiver = HttpReceiver.on(0);
        instance = start(receiversFile(receiver.url()));
        StringWriter out = new StringWriter();

        int code = new CommandLine(new AlertsCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "latency",
                        "--attempts",
                        "3",
                        "--json",
                        "--set",
                        "bootstrap.servers=" + TestBroker.bootstrap(),
                        "--set",
                        "prefix=" + prefix);

        assertThat(code).isZero();
        JsonNode result = Json.parseObject(out.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(result.path("attempts").asInt()).isEqualTo(3);
        assertThat(result.path("p50_ms").asDouble()).isPositive();
        assertThat(result.path("commit_interval_ms").asInt()).isEqualTo(100);
        await().atMost(PATIENCE).untilAsserted(() -> {
            ObjectNode overall = instance.views()
                    .snapshot()
                    .tables()
                    .get("cohort-metrics")
                    .get("overall:all")
                    .value();
            assertThat(overall.path("completions").asInt()).isZero();
        });
    }

    private Instance start(Path receivers) throws IOException {
        Settings settings = Settings.of(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "bootstrap.servers",
                        TestBroker.bootstrap(),
                        "prefix",
                        prefix,
                        "data.dir",
                        folder.resolve("data").toString(),
                        "http.port",
                        "0",
                        "learner.partitions",
                        "2",
                        "alert.receivers.file",
                        receivers.toString(),
                        "alert.update.interval.ms",
                        "0"));
        return Instance.start(settings, NormsFile.shipped(), false);
    }

    private Path receiversFile(String url) throws IOException {
        Files.writeString(folder.resolve("url"), url);
        Path file = folder.resolve("receivers.json");
        return Files.writeString(file, "{\"receivers\":[{\"name\":\"chat\",\"url_file\":\"url\",\"timeout_ms\":500}]}");
    }

    /** Twice what is expected of a Generalist, by learners of cohort-004, on one day. */
    private void completions(int count) {
        for (int i = 0; i < count; i++) {
            String learner = "L" + learners++;
            send(
                    "learners",
                    learner,
                    "{'learner_id':'%s','status':'active','registered_at':'2025-10-01T00:00:00Z',"
                            + "'updated_at':'2025-10-01T00:00:00Z','cohort':'cohort-004'}");
            send(
                    "training-completions",
                    learner,
                    "{'event_id':'e-%1$s','completion_id':'c-%1$s','learner_id':'%1$s','workflow_id':'wf-1',"
                            + "'kind':'completed','completed_at':'2025-10-21T10:00:00Z','capabilities_added':1,"
                            + "'duration_hours':1,'completion_rate':1,'cost':100,'benefit':200,'currency':'EUR'}");
        }
        producer.flush();
    }

    private void send(String topic, String learner, String json) {
        var unused = producer.send(new ProducerRecord<>(
                prefix + topic, learner, json.replace('\'', '"').formatted(learner)));
    }

    private double metric(String name) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instance.httpPort() + "/metrics"))
                .build();
        String body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return body.lines()
                .filter(line -> line.startsWith(name + "{receiver=\"chat\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElse(0);
    }

    /** What stands on the topic for the cohort, in its order. */
    private List<String> published() throws IOException {
        List<String> values = new ArrayList<>();
        TopicPartition partition = new TopicPartition(prefix + AlertTopics.ALERTS, 0);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrap(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    ObjectNode alert = Json.parseObject(record.value());
                    if (alert.path("subject").asText().equals("cohort-004")) {
                        values.add(alert.path("fingerprint").asText() + " "
                                + alert.path("n").asText());
                    }
                }
            }
        }
        return values;
    }

    private long lastN() throws IOException {
        List<String> all = published();
        return all.isEmpty() ? 0 : Long.parseLong(all.get(all.size() - 1).split(" ", -1)[1]);
    }

    private static List<String> withoutRepeats(List<ObjectNode> messages) {
        List<String> told = new ArrayList<>();
        for (ObjectNode message : messages) {
            JsonNode alert = message.path("alerts").path(0);
            String each = alert.path("fingerprint").asText() + " "
                    + alert.path("annotations").path("n").asText();
            if (told.isEmpty() || !told.get(told.size() - 1).equals(each)) {
                told.add(each);
            }
        }
        return told;
    }

    private static String subject(ObjectNode message) {
        return message.path("groupLabels").path("subject").asText();
    }
}
