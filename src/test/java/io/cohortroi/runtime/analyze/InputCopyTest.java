package io.cohortroi.runtime.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.topics.ProgramTopics;
import io.cohortroi.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is copied and published again is the same records: keys, values and headers byte for byte, in their order. */
class InputCopyTest {
    private static final Map<String, Object> CLIENT = Map.of("bootstrap.servers", TestBroker.bootstrap());

    @TempDir
    Path folder;

    @Test
    void shouldGiveBackEveryByteAndPlace() throws Exception {
        String from = topics();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(CLIENT, new ByteArraySerializer(), new ByteArraySerializer())) {
            send(producer, new ProducerRecord<>(from + "workflows", bytes("wf@1"), bytes("{\"name\":\"Ü\\n\u2028\"}")));
            for (int i = 0; i < 5; i++) {
                send(producer, new ProducerRecord<>(from + "learners", bytes("L1"), bytes("{\"n\":" + i + "}")));
            }
            send(producer, new ProducerRecord<>(from + "learners", bytes("L1"), null));
            ProducerRecord<byte[], byte[]> odd = new ProducerRecord<>(
                    from + "training-completions", new byte[] {(byte) 0xC3, 0x28}, new byte[] {0, (byte) 0xFF, '\n'});
            odd.headers()
                    .add("ce_id", bytes("x1"))
                    .add("ce_id", new byte[] {(byte) 0xFE})
                    .add("none", null);
            send(producer, odd);
            send(producer, new ProducerRecord<>(from + "training-completions", 0, null, bytes("")));
        }

        Path file = folder.resolve(InputCopy.FILE);
        InputCopy.of(CLIENT, from, file);
        InputCopy copy = InputCopy.in(folder);

        assertThat(rows(copy)).isEqualTo(rows(from)).hasSize(9);
        String to = topics();
        assertThat(copy.publish(CLIENT, to, ProgressListener.NONE).published()).isEqualTo(9);
        assertThat(withoutPlaces(rows(to))).isEqualTo(withoutPlaces(rows(from)));
    }

    @Test
    void shouldSayThatAFolderHasNoneOrADamagedOne() throws Exception {
        assertThatIOException()
                .isThrownBy(() -> InputCopy.in(folder))
                .withMessageContaining(folder + " has no " + InputCopy.FILE);

        Path file = folder.resolve(InputCopy.FILE);
        InputCopy.of(CLIENT, topics(), file);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));

        assertThatIOException()
                .isThrownBy(() -> InputCopy.in(folder))
                .withMessageStartingWith(file + " cannot be read: ");
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record)
            throws Exception {
        producer.send(record).get();
    }

    private static String topics() throws Exception {
        String prefix = TestBroker.prefix();
        try (Admin admin = Admin.create(CLIENT)) {
            ProgramTopics.require(
                    admin,
                    Settings.of(
                            Optional.empty(),
                            Map.of(),
                            Map.of("bootstrap.servers", TestBroker.bootstrap(), "prefix", prefix)));
        }
        return prefix;
    }

    private static final List<String> TOPICS = List.of("workflows", "learners", "training-completions");

    private static List<String> rows(InputCopy copy) throws Exception {
        List<String> rows = new ArrayList<>();
        copy.read(TOPICS, (topic, row) -> rows.add(text(topic, row)));
        return rows;
    }

    private static List<String> rows(String prefix) throws Exception {
        List<String> rows = new ArrayList<>();
        new TopicScan(CLIENT).read(prefix, TOPICS, (topic, row) -> rows.add(text(topic, row)));
        return rows;
    }

    private static List<String> withoutPlaces(List<String> rows) {
        return rows.stream()
                .map(row -> row.replaceFirst("-\\d+@\\d+", ""))
                .sorted()
                .toList();
    }

    private static String text(String topic, ConsumerRecord<byte[], byte[]> row) {
        StringBuilder text = new StringBuilder(topic + "-" + row.partition() + "@" + row.offset());
        text.append(' ').append(hex(row.key())).append(' ').append(hex(row.value()));
        row.headers()
                .forEach(header ->
                        text.append(' ').append(header.key()).append('=').append(hex(header.value())));
        return text.toString();
    }

    private static String hex(byte[] bytes) {
        return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
