package io.cohortroi.runtime.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under exactly-once, on a real broker: what would abort every transaction again and again does not. */
class BrokenRecordsOnABrokerTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path folder;

    private final String prefix = TestBroker.prefix();

    @Test
    void shouldTakeACompressedRecordThatIsLargerThanAnyTopicWhenItIsUnpacked() throws Exception {
        try (Instance instance = start("first")) {
            send("training-completions", "l1", " ".repeat(8_000_000));
            send("training-completions", "l2", completion("l2"));

            Awaitility.await().atMost(LIMIT).until(() -> read("dead-letters").size() == 1);
            assertThat(read("dead-letters")).containsExactly("oversize key=0,value=8000000,headers=0 null");
            assertThat(instance.failure()).isNull();
        }
    }

    @Test
    void shouldPutAsideWhatMeetsDamagedStateAndGoOnWithTheOthers() throws Exception {
        try (Instance instance = start("first")) {
            send("learners", "good", profile("good", 1));
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> read("learner-profiles").size() == 1);
        }
        sendBytes("cohort-roi-learners-changelog", "bad", new byte[] {1, 127, 127});

        try (Instance instance = start("second")) {
            send("learners", "bad", profile("bad", 2));
            send("learners", "good", profile("good", 3));
            // Threads die on the way, which is the point.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .atMost(LIMIT)
                    .until(() -> read("learner-profiles").size() == 2);

            assertThat(read("dead-letters"))
                    .hasSize(1)
                    .allSatisfy(letter -> assertThat(letter).startsWith("quarantined"));
            assertThat(instance.failure()).isNull();
        }
    }

    private Instance start(String state) throws IOException {
        Settings settings = Settings.of(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "bootstrap.servers",
                        TestBroker.bootstrap(),
                        "prefix",
                        prefix,
                        "data.dir",
                        folder.resolve(state).toString(),
                        "learner.partitions",
                        "1",
                        "num.stream.threads",
                        "1",
                        "http.port",
                        "0"));
        return Instance.start(settings, NormsFile.shipped(), false);
    }

    private void send(String topic, String key, String value) throws Exception {
        sendBytes(topic, key, value.getBytes(StandardCharsets.UTF_8));
    }

    private void sendBytes(String topic, String key, byte[] value) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                TestBroker.bootstrap(),
                "compression.type",
                "gzip",
                "max.request.size",
                "20000000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(prefix + topic, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        }
    }

    private static String profile(String learner, int day) {
        return "{\"learner_id\":\"" + learner + "\",\"status\":\"active\",\"registered_at\":"
                + "\"2025-01-01T00:00:00Z\",\"updated_at\":\"2025-01-0" + day + "T00:00:00Z\"}";
    }

    private static String completion(String learner) {
        return "{\"event_id\":\"e\",\"completion_id\":\"c\",\"learner_id\":\"" + learner
                + "\",\"workflow_id\":\"w\",\"kind\":\"completed\",\"completed_at\":\"2025-01-01T00:00:00Z\","
                + "\"capabilities_added\":1,\"duration_hours\":1,\"completion_rate\":1,\"cost\":1,\"benefit\":1,"
                + "\"revision\":0}";
    }

    /** All committed records: of a dead letter reason, what was left out and value, else the key. */
    private List<String> read(String topic) {
        if (!topic.equals("dead-letters")) {
            return Records.committedValues(TestBroker.bootstrap(), prefix + topic);
        }
        List<String> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrap(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(prefix + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    StringBuilder told = new StringBuilder();
                    for (String name : List.of("cohort-roi-reason", "cohort-roi-left-out-bytes")) {
                        var header = record.headers().lastHeader(name);
                        told.append(header == null ? "" : new String(header.value(), StandardCharsets.UTF_8))
                                .append(' ');
                    }
                    letters.add(told.append(record.value() == null ? "null" : "bytes")
                            .toString());
                });
            }
        }
        return letters;
    }
}
