package io.cohortroi.runtime.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state folder is torn, turned and robbed between two runs. Then every learner turns out to have been in another
 * cohort, which every completion has to follow: what the state had forgotten would not.
 */
class DamagedStateTest {
    private static final int LEARNERS = 40;
    private static final int COMPLETIONS = 5;
    private static final Duration LIMIT = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final String prefix = TestBroker.prefix();

    private interface Harm {
        void to(Path state) throws IOException;
    }

    private static final Map<String, Harm> HARMS = new LinkedHashMap<>();

    static {
        HARMS.put(
                "a bit turned in every table",
                state -> each(state, ".sst", file -> {
                    byte[] bytes = Files.readAllBytes(file);
                    bytes[bytes.length / 3] ^= 1;
                    Files.write(file, bytes);
                }));
        HARMS.put(
                "a bit turned in the table of completions",
                state -> each(state, ".sst", file -> {
                    if (file.getParent().endsWith("completions")) {
                        byte[] bytes = Files.readAllBytes(file);
                        bytes[bytes.length / 2] ^= 1;
                        Files.write(file, bytes);
                    }
                }));
        HARMS.put("CURRENT empty", state -> each(state, "CURRENT", file -> Files.write(file, new byte[0])));
        HARMS.put("every table cut in half", state -> each(state, ".sst", DamagedStateTest::cut));
        HARMS.put("a table missing", state -> each(state, ".sst", Files::delete));
        HARMS.put("MANIFEST cut in half", state -> each(state, "MANIFEST", DamagedStateTest::cut));
        HARMS.put("CURRENT missing", state -> each(state, "CURRENT", Files::delete));
        HARMS.put("OPTIONS garbled", state -> each(state, "OPTIONS", file -> Files.writeString(file, "no options")));
        HARMS.put(
                "checkpoints garbled", state -> each(state, ".checkpoint", file -> Files.writeString(file, "x\n1\n")));
        HARMS.put(
                "the process's identity garbled",
                state -> each(state, "process-metadata", file -> Files.writeString(file, "{\"processId\":")));
        HARMS.put("stores missing", state -> each(state, "rocksdb", DamagedStateTest::deleteAll));
        HARMS.put(
                "a file where a store was",
                state -> each(state, "rocksdb", file -> {
                    deleteAll(file);
                    Files.writeString(file, "not a folder");
                }));
        HARMS.put("all of it missing", DamagedStateTest::deleteAll);
    }

    @Test
    void shouldHealFromTurnedTablesAndALostManifest(TestReporter reporter) throws Exception {
        damage(List.copyOf(HARMS.keySet()).subList(0, 2), reporter);
    }

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=DamagedStateTest test}. */
    @Test
    @Tag("faults")
    void shouldHealFromEveryHarm(TestReporter reporter) throws Exception {
        damage(List.copyOf(HARMS.keySet()), reporter);
    }

    private void damage(List<String> harms, TestReporter reporter) throws Exception {
        Path state = folder.resolve("data").resolve("state");
        int records = LEARNERS * COMPLETIONS;
        try (Instance instance = start()) {
            for (int learner = 0; learner < LEARNERS; learner++) {
                sendProfile(learner, 0);
                for (int id = 0; id < COMPLETIONS; id++) {
                    send("training-completions", "l" + learner, completion("l" + learner, "c" + id));
                }
            }
            awaitRecords(instance, records, "the beginning");
        }
        List<String> wrong = new ArrayList<>();
        for (String harm : harms) {
            HARMS.get(harm).to(state);
            records += LEARNERS * COMPLETIONS;
            try (Instance instance = start()) {
                for (int learner = 0; learner < LEARNERS; learner++) {
                    sendProfile(learner, records / (LEARNERS * COMPLETIONS));
                }
                awaitRecords(instance, records, harm);
            } catch (AssertionError | RuntimeException e) {
                wrong.add(harm + ": " + e.getMessage());
                records = records().size();
            }
        }
        System.out.println("figure: " + harms.size() + " kinds of damaged state, healed from the changelogs: "
                + (harms.size() - wrong.size()));
        assertThat(wrong).isEmpty();
        List<String> versions = records().stream()
                .map(record -> record.replaceAll(
                        ".*\"learner_id\":\"(\\w+)\".*\"completion_id\":\"(\\w+)\".*\"record_version\":(\\d+).*",
                        "$1 $2 $3"))
                .toList();
        assertThat(new HashSet<>(versions)).hasSameSizeAs(versions);
        reporter.publishEntry(Map.of("harms", "" + harms.size(), "healed", "" + harms.size()));
    }

    private void awaitRecords(Instance instance, int count, String what) {
        await(what)
                .dontCatchUncaughtExceptions()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .failFast(what + " ended the program", () -> instance.failure() != null)
                .until(() -> records().size() >= count);
        assertThat(records()).as(what).hasSize(count);
    }

    private List<String> records() {
        return Records.committedValues(TestBroker.bootstrap(), prefix + "roi-records");
    }

    private Instance start() throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(Map.of(
                "bootstrap.servers", TestBroker.bootstrap(),
                "prefix", prefix,
                "data.dir", folder.resolve("data").toString(),
                "learner.partitions", "1",
                "num.stream.threads", "1",
                "rocksdb.write.buffer.bytes", "65536",
                "cache.max.bytes", "0",
                "http.port", "0"));
        return Instance.start(Settings.of(Optional.empty(), Map.of(), settings), NormsFile.shipped(), false);
    }

    /** Always valid from before the first completion, so that it moves all of them. */
    private void sendProfile(int learner, int turn) throws Exception {
        send(
                "learners",
                "l" + learner,
                "{\"learner_id\":\"l" + learner + "\",\"status\":\"active\",\"registered_at\":\"2025-01-01T00:00:00Z\","
                        + "\"updated_at\":\"2025-01-01T00:" + String.format(java.util.Locale.ROOT, "%02d", turn)
                        + ":00Z\",\"cohort\":\"cohort-" + turn + "\"}");
    }

    private static String completion(String learner, String id) {
        return "{\"event_id\":\"e-" + id + "\",\"completion_id\":\"" + id + "\",\"learner_id\":\"" + learner
                + "\",\"workflow_id\":\"w\",\"kind\":\"completed\",\"completed_at\":\"2025-02-01T00:00:00Z\","
                + "\"capabilities_added\":1,\"duration_hours\":1,\"completion_rate\":1,\"cost\":1,\"benefit\":1}";
    }

    private void send(String topic, String key, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrap()), new StringSerializer(), new StringSerializer())) {
            var unused = producer.send(new ProducerRecord<>(prefix + topic, key, value));
        }
    }

    private static void each(Path state, String name, Harm harm) throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.walk(state)) {
            found = all.filter(file -> file.getFileName().toString().contains(name))
                    .filter(file -> !name.equals("rocksdb") || file.endsWith("rocksdb"))
                    .toList();
        }
        for (Path file : found) {
            harm.to(file);
        }
    }

    private static void cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static void deleteAll(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> {
                try {
                    Files.delete(each);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
