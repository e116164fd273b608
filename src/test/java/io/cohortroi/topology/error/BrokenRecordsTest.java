package io.cohortroi.topology.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no topic would take, and what the program cannot process: each ends as a dead letter, and the rest goes on. */
class BrokenRecordsTest {
    private static final String PROFILE = "{'learner_id':'l1','status':'active','registered_at':'2025-01-01T00:00:00Z',"
            + "'updated_at':'2025-01-%02dT00:00:00Z','attributes':{'a':'%s','b':'%s','c':'%s'}}";

    @TempDir
    Path folder;

    @Test
    void shouldLeaveOutOfADeadLetterWhatNoTopicTakes() {
        byte[] key = bytes(300_000);
        byte[] value = bytes(6_000_000);
        Headers headers = new RecordHeaders().add("theirs", bytes(600_000));
        try (TopologyFixture stream = TopologyFixture.start(folder)) {
            stream.sendBytes("training-completions", key, value, headers);

            Out letter = stream.read("dead-letters").get(0);
            assertThat(letter.key()).isEqualTo("null");
            assertThat(letter.value().isNull()).isTrue();
            assertThat(letter.headers())
                    .containsEntry("cohort-roi-reason", "oversize")
                    .containsEntry("cohort-roi-left-out-bytes", "key=300000,value=6000000,headers=600006")
                    .containsEntry("cohort-roi-topic", "training-completions")
                    .containsEntry("cohort-roi-offset", "0")
                    .doesNotContainKey("theirs");
        }
    }

    @Test
    void shouldNotCarryATraceThatIsNone() {
        try (TopologyFixture stream = TopologyFixture.start(folder)) {
            stream.sendBytes(
                    "training-completions",
                    "l1".getBytes(StandardCharsets.UTF_8),
                    ("{\"event_id\":\"e1\",\"completion_id\":\"c1\",\"learner_id\":\"l1\",\"workflow_id\":\"w\","
                                    + "\"kind\":\"completed\",\"completed_at\":\"2025-01-01T00:00:00Z\","
                                    + "\"capabilities_added\":1,\"duration_hours\":1,\"completion_rate\":1,\"cost\":1,"
                                    + "\"benefit\":1,\"revision\":0}")
                            .getBytes(StandardCharsets.UTF_8),
                    new RecordHeaders().add("traceparent", bytes(100_000)));
            stream.send("learners", "l1", PROFILE.formatted(1, "x", "y", "z")).tick();

            assertThat(stream.read("roi-records"))
                    .singleElement()
                    .satisfies(record -> assertThat(record.headers()).isEmpty());
        }
    }

    @Test
    void shouldBoundTheProfileVersionsOfOneLearner() {
        StringBuilder attributes = new StringBuilder();
        for (int i = 100; i < 300; i++) {
            attributes
                    .append(",'a")
                    .append(i)
                    .append("':'")
                    .append("x".repeat(1_000))
                    .append('\'');
        }
        try (TopologyFixture stream = TopologyFixture.start(folder)) {
            for (int day = 1; day <= 4; day++) {
                String profile = PROFILE.formatted(day, "x", "y", "z");
                stream.send("learners", "l1", profile.replace(",'b'", attributes + ",'b'"));
            }
            stream.tick();

            List<Out> letters = stream.read("dead-letters");
            assertThat(letters)
                    .hasSize(2)
                    .allSatisfy(letter -> assertThat(letter.headers()).containsEntry("cohort-roi-reason", "oversize"));
            assertThat(letters.get(0).headers().get("cohort-roi-detail"))
                    .isEqualTo("the profile versions of one learner have at most 524288 characters together, with this"
                            + " one they have 602514");
            assertThat(stream.latest("conservation-ledger").values())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.at("applied")).isEqualTo("2");
                        assertThat(row.at("dead_lettered")).isEqualTo("2");
                    });
        }
    }

    @Test
    void shouldPutARecordAsideThatFailedThreeTimes() {
        Quarantine quarantine = new Quarantine();
        Place second = new Place("learners", 0, 1);
        try (TopologyFixture stream = TopologyFixture.start(folder, quarantine)) {
            stream.send("learners", "l1", PROFILE.formatted(1, "x", "y", "z"));
            quarantine.failed(second, "SomeException in apply-learners");
            quarantine.failed(second, "SomeException in apply-learners");
            assertThat(quarantine.reasonFor(second)).isEmpty();
            quarantine.failed(second, "SomeException in apply-learners");

            stream.send("learners", "l1", PROFILE.formatted(2, "x", "y", "z"));
            stream.send("learners", "l1", PROFILE.formatted(3, "x", "y", "z")).tick();

            assertThat(stream.read("dead-letters"))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers())
                            .containsEntry("cohort-roi-reason", "quarantined")
                            .containsEntry(
                                    "cohort-roi-detail",
                                    "processing it failed every time: SomeException in apply-learners")
                            .containsEntry("cohort-roi-offset", "1"));
            assertThat(stream.latest("conservation-ledger").values())
                    .singleElement()
                    .satisfies(row -> assertThat(row.at("applied")).isEqualTo("2"));
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) ' ');
        return bytes;
    }
}
