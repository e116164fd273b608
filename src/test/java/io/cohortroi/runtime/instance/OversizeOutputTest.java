package io.cohortroi.runtime.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.RunningInstance;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under exactly-once, one output that producer or broker refuses for its size ends the transaction, and the next attempt
 * meets the same input: the stream would stop for ever. On a real broker, exactly-once.
 */
class OversizeOutputTest {
    private static final int MIB = 1 << 20;
    private static final String LEFT_OUT = "cohort-roi-left-out-bytes";

    @TempDir
    Path data;

    @Test
    void shouldLiveThroughWhatIsLargerThanAnyTopicTakes() throws Exception {
        try (RunningInstance stream = RunningInstance.start(data, false)) {
            byte[] longValue = padded("{\"event_id\":\"", 12 * MIB);
            byte[] key = bytes("L1");
            stream.send("training-completions", key, longValue, Map.of());
            stream.send("training-completions", key, bytes("{}"), Map.of("note", new byte[8 * MIB]));
            stream.send("training-completions", new byte[3 * MIB], bytes("{}"), Map.of());
            stream.send("workflows", bytes("wf-1@1"), padded("{\"name\":\"", 8 * MIB), Map.of());
            stream.send("learners", "L1", profile("2025-01-01T00:00:00Z", ""));
            // Good, but for a trace and a header that no output takes.
            stream.send(
                    "training-completions",
                    key,
                    bytes(completion("C1", "2025-02-01")),
                    Map.of("traceparent", new byte[4 * MIB], "note", new byte[4 * MIB]));
            // Good, later than a newer event by more than the grace: listed as late.
            stream.send("training-completions", "L1", completion("C2", "2025-03-01"));
            stream.send(
                    "training-completions",
                    key,
                    bytes(completion("C3", "2025-01-05")),
                    Map.of("note", new byte[4 * MIB]));

            Map<String, Long> ledger = stream.awaitInput("training-completions", 6);
            assertThat(ledger).containsEntry("applied", 3L).containsEntry("dead_lettered", 3L);
            assertThat(stream.awaitInput("workflows", 1)).containsEntry("dead_lettered", 1L);
            assertThat(stream.read("roi-records")).hasSize(3);

            int longAs = longValue.length;
            assertThat(stream.read("dead-letters"))
                    .extracting(letter -> header(letter, "cohort-roi-topic") + " " + header(letter, LEFT_OUT))
                    .containsExactlyInAnyOrder(
                            "training-completions key=0,value=" + longAs + ",headers=0",
                            "training-completions key=0,value=0,headers=" + (8 * MIB + 4),
                            "training-completions key=" + 3 * MIB + ",value=0,headers=0",
                            "workflows key=0,value=" + (8 * MIB + 9) + ",headers=0");
            assertThat(stream.read("late-events")).singleElement().satisfies(late -> {
                assertThat(header(late, LEFT_OUT)).endsWith("headers=" + (4 * MIB + 4));
                assertThat(late.value()).isEqualTo(bytes(completion("C3", "2025-01-05")));
            });
            assertNoThreadDied(stream);
        }
    }

    @Test
    void shouldLiveThroughStateThatGrowsWithWhatIsSent() throws Exception {
        try (RunningInstance stream = RunningInstance.start(data, false)) {
            stream.send("learners", "L1", profile("2025-01-01T00:00:00Z", ""));
            for (int version = 1; version <= 5; version++) {
                stream.send("learners", "L1", profile("2025-02-0" + version + "T00:00:00Z", attributes()));
            }
            assertThat(stream.awaitInput("learners", 6))
                    .containsEntry("applied", 3L)
                    .containsEntry("dead_lettered", 3L);
            assertThat(stream.read("dead-letters"))
                    .hasSize(3)
                    .allSatisfy(letter ->
                            assertThat(header(letter, "cohort-roi-reason")).isEqualTo("oversize"));
            stream.send("training-completions", "L1", completion("C1", "2025-02-10"));
            assertThat(stream.awaitInput("training-completions", 1)).containsEntry("applied", 1L);
            assertNoThreadDied(stream);
        }
    }

    private static void assertNoThreadDied(RunningInstance stream) {
        assertThat(stream.instance().failure()).isNull();
        assertThat(stream.instance().engine().isRunning()).isTrue();
        assertThat(stream.instance().engine().dataflow().metadataForLocalThreads())
                .extracting(thread -> thread.threadName().replaceAll(".*-", ""))
                .containsExactlyInAnyOrder("1", "2");
    }

    private static String attributes() {
        StringBuilder attributes = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            attributes
                    .append(i == 0 ? "" : ",")
                    .append("'a")
                    .append(i)
                    .append("':'")
                    .append("x".repeat(1000))
                    .append('\'');
        }
        return attributes.toString();
    }

    private static String profile(String updatedAt, String attributes) {
        return "{'learner_id':'L1','status':'active','registered_at':'2025-01-01T00:00:00Z','updated_at':'" + updatedAt
                + "','cohort':'cohort-001','attributes':{" + attributes + "}}";
    }

    private static String completion(String id, String day) {
        return ("{'event_id':'E-" + id + "','completion_id':'" + id
                        + "','learner_id':'L1','workflow_id':'wf-1','kind':'completed','completed_at':'" + day
                        + "T00:00:00Z','capabilities_added':8,'duration_hours':12,'completion_rate':0.95,'cost':2400,"
                        + "'benefit':4608}")
                .replace('\'', '"');
    }

    private static byte[] padded(String start, int length) {
        return bytes(start + "x".repeat(length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
