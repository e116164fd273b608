package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cohortroi.testing.BrokerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in a process of 320 MB of heap, under records that are small on the wire and large when they are unpacked:
 * it stays the same process, and its heap within its bounds.
 */
@Tag("faults")
@DisabledOnOs(OS.WINDOWS)
class OversizeHeapTest {
    private static final int BOMBS = 60;
    private static final int BOMB_BYTES = 12 << 20;
    private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\"[^}]*\\} ([0-9.E]+)");

    @TempDir
    Path folder;

    private long peakBytes;

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=OversizeHeapTest test}. */
    @Test
    void shouldTakeRecordsThatAreLargeWhenUnpackedInASmallHeap(TestReporter reporter) throws Exception {
        try (BrokerProcess broker = BrokerProcess.single(folder.resolve("broker"))) {
            broker.start();
            Map<String, String> settings = Map.of("bootstrap.servers", broker.bootstrap(), "learner.partitions", "2");
            try (ApplicationProcess program = new ApplicationProcess(folder.resolve("program"), settings, "320m")) {
                program.start();
                await().atMost(Duration.ofMinutes(5))
                        .until(() -> !program.get("/health/ready").isEmpty());
                send(broker.bootstrap());
                await().atMost(Duration.ofMinutes(10)).until(() -> {
                    sample(program.get("/metrics"));
                    return inputs(program.get("/api/v1/ledger")) >= 2 * BOMBS || !program.isAlive();
                });
                assertThat(program.isAlive()).as(program.tail()).isTrue();
                assertThat(program.output()).doesNotContain("OutOfMemoryError", "A stream thread died");
                assertThat(program.stop()).isIn(0, 143);
            }
        }
        long peak = peakBytes >> 20;
        System.out.println("figure: " + 2 * BOMBS + " records of " + (BOMB_BYTES >> 20) + " MiB unpacked, peak heap "
                + peak + " MB of 320");
        assertThat(peak).isBetween(1L, 320L);
        reporter.publishEntry(Map.of("records", "" + 2 * BOMBS, "peak_heap_mb", "" + peak));
    }

    private static void send(String bootstrap) throws Exception {
        byte[] key = "l1".getBytes(StandardCharsets.UTF_8);
        byte[] value = ("{\"event_id\":\"" + "x".repeat(BOMB_BYTES)).getBytes(StandardCharsets.UTF_8);
        Map<String, Object> client =
                Map.of("bootstrap.servers", bootstrap, "compression.type", "gzip", "max.request.size", 64 << 20);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < BOMBS; i++) {
                producer.send(new ProducerRecord<>("training-completions", key, value))
                        .get();
                ProducerRecord<byte[], byte[]> headed =
                        new ProducerRecord<>("training-completions", key, "{}".getBytes(StandardCharsets.UTF_8));
                headed.headers().add("note", value);
                producer.send(headed).get();
            }
        }
    }

    private void sample(String metrics) {
        long used = 0;
        Matcher pool = HEAP.matcher(metrics);
        while (pool.find()) {
            used += (long) Double.parseDouble(pool.group(1));
        }
        peakBytes = Math.max(peakBytes, used);
    }

    private static long inputs(String ledger) {
        Matcher input = Pattern.compile("\"topic\":\"training-completions\"[^}]*\"input\":(\\d+)")
                .matcher(ledger);
        return input.find() ? Long.parseLong(input.group(1)) : 0;
    }
}
