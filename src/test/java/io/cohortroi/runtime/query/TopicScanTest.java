package io.cohortroi.runtime.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.cohortroi.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One reader for whole topics, single keys and last values; what was not committed is not there. */
class TopicScanTest {
    private static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", TestBroker.bootstrap());

    private final String topic = TestBroker.prefix() + "scanned";
    private final TopicScan scan = new TopicScan(CLIENT);

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(CLIENT)) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
                    .all()
                    .get();
        }
    }

    @Test
    void shouldReadCommittedRecordsWholeByKeyOrLastOnes() throws Exception {
        transaction(true, "a", "{\"n\":1}", "b", "{\"n\":2}", "a", "{\"n\":3}", "c", "{\"n\":4}", "c", null);
        transaction(false, "a", "{\"n\":5}");

        List<String> all = new ArrayList<>();
        scan.read(topic, row -> all.add(text(row.key()) + "=" + text(row.value())));
        assertThat(all)
                .containsExactlyInAnyOrder("a={\"n\":1}", "b={\"n\":2}", "a={\"n\":3}", "c={\"n\":4}", "c=null")
                .containsSubsequence("a={\"n\":1}", "a={\"n\":3}")
                .containsSubsequence("c={\"n\":4}", "c=null");

        List<String> ofA = new ArrayList<>();
        scan.read(topic, bytes("a"), row -> ofA.add(text(row.value())));
        assertThat(ofA).containsExactly("{\"n\":1}", "{\"n\":3}");

        List<Integer> values = new ArrayList<>();
        scan.values(topic, value -> values.add(value.path("n").asInt()));
        assertThat(values).containsExactlyInAnyOrder(1, 2, 3, 4);

        assertThat(scan.latest(topic)).containsOnlyKeys("a", "b").containsEntry("a", bytes("{\"n\":3}"));
        assertThat(scan.latestValues(topic).get("b").path("n").asInt()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatIsNotThereOrNoObject() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> scan.read(topic + "-other", row -> {}))
                .withMessage("There is no topic " + topic + "-other.");

        transaction(true, "a", "[]");
        assertThatIOException()
                .isThrownBy(() -> scan.latestValues(topic))
                .withMessageMatching("The value at " + topic + " partition [0-2] offset 0 is no JSON object\\.");
    }

    private void transaction(boolean commit, String... keysAndValues) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", TestBroker.bootstrap(), "transactional.id", topic + commit);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < keysAndValues.length; i += 2) {
                var unused = producer.send(new ProducerRecord<>(topic, keysAndValues[i], keysAndValues[i + 1]));
            }
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
