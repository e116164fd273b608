package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.topology.error.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PipelineRoutesTest {
    @Test
    void shouldCountDeadLettersByTopicAndReason() throws Exception {
        try (ServedCompany served = ServedCompany.empty(Optional.empty())) {
            served.publishDeadLetter(letter(Rejection.Code.KEY_MISMATCH, "training-completions", 7));
            served.publishDeadLetter(letter(Rejection.Code.MALFORMED, "learners", 8));
            served.publishDeadLetter(letter(Rejection.Code.KEY_MISMATCH, "training-completions", 9));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                ObjectNode counted =
                        (ObjectNode) served.json("/api/v1/pipeline").get("dead_letters");
                assertThat(counted.get("complete").asBoolean()).isTrue();
                assertThat(counted.get("total").asInt()).isEqualTo(3);
                assertThat(counted.get("reasons").toString())
                        .isEqualTo("[{\"topic\":\"training-completions\",\"reason\":\"key-mismatch\",\"records\":2},"
                                + "{\"topic\":\"learners\",\"reason\":\"malformed\",\"records\":1}]");
                assertThat(counted.get("latest")).hasSize(3);
                assertThat(counted.get("latest"))
                        .extracting(row -> row.get("topic").asText() + " "
                                + row.get("offset").asText() + " "
                                + row.get("detail").asText())
                        .contains("learners 8 the rule in words");
            });
        }
    }

    @Test
    void shouldSayHowFarTheStreamIs() throws Exception {
        try (ServedCompany served = ServedCompany.empty(Optional.empty())) {
            Instant since = Instant.parse("2025-10-20T10:30:00Z");
            served.health.set(new StreamHealth(true, false, "RESTORING", Optional.of(since)));
            served.pipeline.set(new PipelineStatus(
                    18, 6, 4_711, new TreeMap<>(Map.of("learners", 0L, "learner-activity", 12L)), Optional.of(since)));
            ObjectNode answer = served.json("/api/v1/pipeline");
            answer.remove("dead_letters");
            assertThat(answer.toString())
                    .isEqualTo("{\"currency\":\"EUR\",\"stream\":{\"state\":\"RESTORING\",\"ready\":false,"
                            + "\"not_ready_since\":\"2025-10-20T10:30:00Z\",\"active_tasks\":18,\"standby_tasks\":6,"
                            + "\"restoring_records\":4711},\"lag\":{\"learner-activity\":12,\"learners\":0},"
                            + "\"measured_at\":\"2025-10-20T10:30:00Z\"}");
        }
    }

    private static Headers letter(Rejection.Code code, String topic, long offset) {
        return DeadLetters.of(
                        null,
                        null,
                        new RecordHeaders(),
                        new Rejection(code, "the rule in words"),
                        new Place(topic, 2, offset))
                .headers();
    }
}
