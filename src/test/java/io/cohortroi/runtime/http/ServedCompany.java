package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.LearnerIndex;
import io.cohortroi.runtime.query.Queries;
import io.cohortroi.testing.TestBroker;
import io.cohortroi.topology.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A real broker with output topics of its own, views over them and a server on a free port. */
final class ServedCompany implements AutoCloseable {
    private static final Set<String> OTHER_TOPICS =
            Set.of(LearnerIndex.LEARNER_PROFILES, LearnerIndex.ROI_RECORDS, Topics.DEAD_LETTERS);

    final AtomicReference<StreamHealth> health = new AtomicReference<>(StreamHealth.running());
    final AtomicReference<PipelineStatus> pipeline = new AtomicReference<>(PipelineStatus.unknown());
    final SampleOutputs samples = new SampleOutputs(20_251_020L);
    private final String prefix = TestBroker.prefix();
    private final Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Queries queries = new Queries(client, prefix, SampleOutputs::timeline, Clock.systemUTC());
    private HttpServer server;
    private int portLeft;

    private ServedCompany(Optional<String> token) {
        this.server = serverOn(0, token);
        server.start();
    }

    private HttpServer serverOn(int port, Optional<String> token) {
        return new HttpServer(
                HttpSettings.of("127.0.0.1", port, token),
                queries,
                health::get,
                pipeline::get,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Clock.systemUTC());
    }

    void stopServer() {
        portLeft = server.port();
        server.close();
    }

    /** Back at the same port, as after a new deployment; without a token. */
    void startServerAgain() {
        server = serverOn(portLeft, Optional.empty());
        server.start();
    }

    /** The server listens, the topics do not exist yet, so the views cannot be complete. */
    static ServedCompany withoutTopics() {
        ServedCompany served = new ServedCompany(Optional.empty());
        served.queries.start();
        return served;
    }

    static ServedCompany empty(Optional<String> token) throws ExecutionException, InterruptedException {
        ServedCompany served = new ServedCompany(token);
        served.createTopics();
        served.queries.start();
        return served;
    }

    /**
     * Five cohorts, five archetypes, the whole, two alerts, a ledger of three partitions, insights of one cohort, a
     * calibration report, the reconciliation of one workflow, and forty learners with three ROI records each.
     */
    static ServedCompany full(Optional<String> token) throws Exception {
        ServedCompany served = new ServedCompany(token);
        served.createTopics();
        for (Map.Entry<String, ObjectNode> scope : served.samples.company().entrySet()) {
            served.publish(CompactedViews.COHORT_METRICS, scope.getKey(), scope.getValue());
        }
        for (ObjectNode alert : List.of(
                served.samples.alert("roi_variance", "cohort-004", "firing", "critical"),
                served.samples.alert("roi_variance", "archetype:Power User", "pending", "warning"))) {
            served.publish(CompactedViews.ROI_ALERTS, alert.get("fingerprint").asText(), alert);
        }
        for (ObjectNode counts : List.of(
                served.samples.ledger("learners", 0, 700),
                served.samples.ledger("training-completions", 0, 3_000),
                served.samples.ledger("training-completions", 1, 3_300))) {
            String key = counts.get("topic").asText() + "/" + counts.get("partition");
            served.publish(CompactedViews.CONSERVATION_LEDGER, key, counts);
        }
        served.publish(CompactedViews.COHORT_INSIGHTS, "cohort-004", served.samples.insights("cohort-004"));
        served.publish(CompactedViews.CALIBRATION_REPORTS, "Power User", served.samples.calibration("Power User"));
        served.publish(CompactedViews.COST_RECONCILIATION, "wf-045", served.samples.reconciliation("wf-045"));
        for (int learner = 0; learner < 40; learner++) {
            String id = SampleOutputs.learnerId(learner);
            served.publish(LearnerIndex.LEARNER_PROFILES, id, served.samples.profile(learner));
            for (int completion = 0; completion < 3; completion++) {
                served.publish(LearnerIndex.ROI_RECORDS, id, served.samples.record(learner, completion));
            }
        }
        served.queries.start();
        return served;
    }

    void createTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(client)) {
            List<NewTopic> topics = Stream.concat(CompactedViews.TOPICS.stream(), OTHER_TOPICS.stream())
                    .map(topic -> new NewTopic(prefix + topic, 3, (short) 1)
                            .configs(
                                    Map.of("cleanup.policy", topic.equals(Topics.DEAD_LETTERS) ? "delete" : "compact")))
                    .toList();
            admin.createTopics(topics).all().get();
        }
    }

    Queries queries() {
        return queries;
    }

    void publish(String topic, String key, ObjectNode value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(prefix + topic, key, Json.bytes(value)))
                .get();
    }

    void publishBytes(String topic, String key, byte[] value) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(prefix + topic, key, value)).get();
    }

    /** A refused record without a key, as it may have come in. */
    void publishDeadLetter(Headers headers) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(prefix + Topics.DEAD_LETTERS, null, null, null, new byte[] {'{'}, headers))
                .get();
    }

    void remove(String topic, String key) throws ExecutionException, InterruptedException {
        producer.send(new ProducerRecord<>(prefix + topic, key, null)).get();
    }

    CompactedViews views() {
        return queries.views();
    }

    HttpServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    ObjectNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " was answered " + response.statusCode() + ": " + response.body());
        }
        return Json.parseObject(response.body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        queries.close();
        producer.close(Duration.ofSeconds(2));
    }
}
