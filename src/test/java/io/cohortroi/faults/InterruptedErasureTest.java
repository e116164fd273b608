package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.runtime.cli.RootCommand;
import io.cohortroi.testing.BrokerProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The program is killed in the middle of erasures and started again: each ends with its proof, the sums stay, and when the
 * cleaner has passed, no compacted topic and no file holds a value of an erased learner.
 */
@Tag("faults")
@DisabledOnOs(OS.WINDOWS)
class InterruptedErasureTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ERASED = 4;
    private static final int KEPT = 12;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final Random random = new Random(20261123);
    private KafkaProducer<byte[], byte[]> producer;
    private String bootstrap;
    private int serial;

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=InterruptedErasureTest test}. */
    @Test
    void shouldForgetALearnerThoughTheProgramIsKilledMeanwhile(TestReporter reporter) throws Exception {
        Path data = folder.resolve("program");
        try (BrokerProcess broker = BrokerProcess.single(folder.resolve("broker"))) {
            broker.start();
            bootstrap = broker.bootstrap();
            Map<String, String> settings = Map.of("bootstrap.servers", bootstrap, "learner.partitions", "2");
            try (ApplicationProcess program = new ApplicationProcess(data, settings, "320m");
                    KafkaProducer<byte[], byte[]> sender = new KafkaProducer<>(
                            Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                            new ByteArraySerializer(),
                            new ByteArraySerializer())) {
                producer = sender;
                program.start();
                await().atMost(LIMIT).until(() -> !program.get("/health/ready").isEmpty());
                sendCatalogue();
                await().atMost(LIMIT).until(() -> program.get("/api/v1/ledger").contains("\"topic\":\"workflows\""));
                for (String learner : learners()) {
                    sendHistory(learner);
                }
                int completions = 2 * learners().size();
                await().atMost(LIMIT)
                        .until(() -> sums().path("completions").asInt() == completions
                                && sums().path("learners").asInt() == learners().size()
                                && lines(data, "-learner-") == completions);
                JsonNode before = sums();

                for (int i = 0; i < ERASED; i++) {
                    eraseUnderKill(program, data, "erased-learner-" + i);
                }

                await().atMost(LIMIT).until(() -> sums().path("learners").asInt() == KEPT);
                for (String sum : List.of("completions", "total_cost", "total_benefit", "capabilities_added")) {
                    assertThat(sums().path(sum)).as(sum).isEqualTo(before.path(sum));
                }
                assertThat(lines(data, "erased-learner-")).isZero();
                assertThat(lines(data, "kept-learner-")).isEqualTo(2 * KEPT);
                assertThat(traces()).as("records that the cleaner has to take").isNotEmpty();
                cleanAtOnce();
                await().atMost(LIMIT).pollInterval(Duration.ofSeconds(2)).untilAsserted(() -> {
                    learners().stream()
                            .filter(learner -> learner.startsWith("kept"))
                            .forEach(this::sendHistory);
                    assertThat(traces()).isEmpty();
                });
                System.out.println("figure: " + ERASED + " erasures, each with a kill -9 of the program in it: proven,"
                        + " 0 traces in compacted topics after cleaning and in files, sums unchanged");
                reporter.publishEntry(Map.of("erasures", "" + ERASED, "kills", "" + ERASED, "traces", "0"));
            }
        }
    }

    private void eraseUnderKill(ApplicationProcess program, Path data, String learner) throws Exception {
        StringWriter said = new StringWriter();
        CompletableFuture<Integer> erasure = CompletableFuture.supplyAsync(() -> new CommandLine(new RootCommand())
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .execute(
                        "erase",
                        learner,
                        "--json",
                        "--timeout-s",
                        "240",
                        "--set",
                        "bootstrap.servers=" + bootstrap,
                        "--set",
                        "data.dir=" + data));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> isNulled(learner) || erasure.isDone());
        TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
        program.kill();
        program.start();
        assertThat(erasure.get(5, TimeUnit.MINUTES)).as(said.toString()).isZero();
        assertThat(JSON.readTree(said.toString()).path("left").asInt()).isZero();
    }

    private static List<String> learners() {
        List<String> learners = new ArrayList<>();
        for (int i = 0; i < ERASED; i++) {
            learners.add("erased-learner-" + i);
        }
        for (int i = 0; i < KEPT; i++) {
            learners.add("kept-learner-" + i);
        }
        return learners;
    }

    /** So that completions change what a learner adds to the insights. */
    private void sendCatalogue() {
        send("capabilities", "x@1", "{\"component\":\"x\",\"category\":\"domain\",\"discovered\":1000000}");
        send(
                "workflows",
                "wf-known@1",
                "{\"workflow_id\":\"wf-known\",\"name\":\"n\",\"domain\":\"d\",\"components\":[\"x\"],"
                        + "\"duration_minutes\":60,\"difficulty\":\"beginner\",\"hands_on_share\":0.5,"
                        + "\"retention_requirement\":0.5}");
    }

    private void sendHistory(String learner) {
        sendProfile(learner, "2025-01-01T00:00:00Z");
        send("training-completions", learner, completion(learner, ",\"cost\":2400,\"benefit\":4608"));
        send("training-completions", learner, completion(learner, ",\"cost\":1200.5,\"benefit\":4608"));
        sendMore(learner);
    }

    /** What changes nothing in the sums: an activity, and a completion that waits for its workflow. */
    private void sendMore(String learner) {
        send(
                "learner-activity",
                learner,
                "{\"event_id\":\"a" + serial++ + "\",\"learner_id\":\"" + learner
                        + "\",\"type\":\"session\",\"occurred_at\":\"2025-02-02T00:00:00Z\"}");
        send("training-completions", learner, completion(learner, ""));
        sendProfile(learner, "2025-02-01T00:00:" + String.format(java.util.Locale.ROOT, "%02d", serial++ % 60) + "Z");
    }

    private void sendProfile(String learner, String updatedAt) {
        send(
                "learners",
                learner,
                "{\"learner_id\":\"" + learner + "\",\"status\":\"active\",\"registered_at\":"
                        + "\"2025-01-01T00:00:00Z\",\"updated_at\":\"" + updatedAt + "\",\"cohort\":\"cohort-e\"}");
    }

    private String completion(String learner, String money) {
        int id = serial++;
        return "{\"event_id\":\"e" + id + "\",\"completion_id\":\"c" + id + "\",\"learner_id\":\"" + learner
                + "\",\"workflow_id\":\"" + (money.isEmpty() ? "wf-unknown" : "wf-known")
                + "\",\"kind\":\"completed\",\"completed_at\":\"2025-02-01T00:00:00Z\","
                + "\"capabilities_added\":8,\"duration_hours\":12,\"completion_rate\":0.95" + money + "}";
    }

    private void send(String topic, String key, String value) {
        var unused = producer.send(new ProducerRecord<>(
                topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode sums() {
        Map<String, JsonNode> latest = new HashMap<>();
        read("cohort-metrics", record -> {
            if (record.value() != null && text(record.key()).equals("cohort-e")) {
                latest.put("cohort-e", parse(record.value()));
            }
        });
        return latest.getOrDefault("cohort-e", JSON.nullNode());
    }

    private boolean isNulled(String learner) {
        boolean[] found = {false};
        read(
                "learners",
                record ->
                        found[0] |= record.value() == null && text(record.key()).equals(learner));
        return found[0];
    }

    /** Compacted topics in which a value, or the key of one, still names an erased learner. */
    private Set<String> traces() throws Exception {
        Set<String> found = new TreeSet<>();
        for (String topic : compactedTopics()) {
            read(topic, record -> {
                if (record.value() != null
                        && (text(record.key()).contains("erased-learner")
                                || text(record.value()).contains("erased-learner"))) {
                    found.add(topic);
                }
            });
        }
        return found;
    }

    private List<String> compactedTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<ConfigResource> all = admin.listTopics().names().get().stream()
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            List<String> compacted = new ArrayList<>();
            for (Map.Entry<ConfigResource, Config> topic :
                    admin.describeConfigs(all).all().get().entrySet()) {
                if (topic.getValue().get("cleanup.policy").value().contains("compact")) {
                    compacted.add(topic.getKey().name());
                }
            }
            return compacted;
        }
    }

    /** As an operator would who cannot wait for the days that the contract gives the cleaner. */
    private void cleanAtOnce() throws Exception {
        Map<String, String> soon = Map.of(
                "segment.ms", "500",
                "min.compaction.lag.ms", "0",
                "max.compaction.lag.ms", "1000",
                "min.cleanable.dirty.ratio", "0.01",
                "delete.retention.ms", "100");
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (String topic : compactedTopics()) {
            changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    soon.entrySet().stream()
                            .map(each -> new AlterConfigOp(
                                    new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
                            .toList());
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.incrementalAlterConfigs(changes).all().get();
        }
    }

    private static long lines(Path data, String learner) {
        Path files = data.resolve("roi-records");
        if (!Files.isDirectory(files)) {
            return 0;
        }
        long found = 0;
        try (Stream<Path> all = Files.walk(files)) {
            for (Path file : all.filter(each -> each.getFileName().toString().contains(".jsonl"))
                    .toList()) {
                found += Files.readString(file)
                        .lines()
                        .filter(line -> line.contains(learner))
                        .count();
            }
        } catch (java.io.IOException | java.io.UncheckedIOException rewrittenMeanwhile) {
            return -1;
        }
        return found;
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(action);
            }
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
