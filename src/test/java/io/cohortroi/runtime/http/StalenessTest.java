package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StalenessTest {
    private static final Instant SINCE = Instant.parse("2025-10-20T10:30:00Z");

    @Test
    void shouldAnswerNotReadyRatherThanNotFoundUntilCaughtUp() throws Exception {
        try (ServedCompany served = ServedCompany.withoutTopics()) {
            HttpResponse<String> early = served.get("/api/v1/cohorts/cohort-001");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.headers().firstValue("Retry-After")).contains("2");
            assertThat(served.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(served.get("/health/live").statusCode()).isEqualTo(200);
            served.createTopics();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> served.get("/health/ready").statusCode() == 200);
            assertThat(served.get("/api/v1/cohorts/cohort-001").statusCode()).isEqualTo(404);
            assertThat(served.json("/api/v1/cohorts").get("cohorts")).isEmpty();
        }
    }

    @Test
    void shouldMarkAnswersStaleWhileTheStreamRestores() throws Exception {
        try (ServedCompany served = ServedCompany.full(Optional.empty())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> served.get("/health/ready").statusCode() == 200);
            String freshTag =
                    served.get("/api/v1/cohorts").headers().firstValue("ETag").orElseThrow();
            served.health.set(new StreamHealth(true, false, "RESTORING", Optional.of(SINCE)));

            ObjectNode snapshot = (ObjectNode) served.json("/api/v1/cohorts").get("snapshot");
            assertThat(snapshot.get("stale").asBoolean()).isTrue();
            assertThat(snapshot.get("stale_since").asText()).isEqualTo("2025-10-20T10:30:00Z");
            assertThat(served.send(served.request("/api/v1/cohorts").header("If-None-Match", freshTag))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(served.get("/api/v1/cohorts/cohort-099").statusCode()).isEqualTo(503);
            assertThat(served.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(served.get("/health/live").statusCode()).isEqualTo(200);

            served.health.set(new StreamHealth(false, false, "ERROR", Optional.of(SINCE)));
            assertThat(served.get("/health/live").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void shouldForgetTombstonedKeysAndLeaveOutUnreadableValues() throws Exception {
        try (ServedCompany served = ServedCompany.full(Optional.empty())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> served.get("/health/ready").statusCode() == 200);
            byte[] garbage = "[not, an object".getBytes(StandardCharsets.UTF_8);
            served.publishBytes(CompactedViews.COHORT_METRICS, "cohort-garbage", garbage);
            served.remove(CompactedViews.COHORT_METRICS, "cohort-002");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> served.json("/api/v1/cohorts").get("total").asInt() == 4);
            assertThat(served.get("/api/v1/cohorts/cohort-002").statusCode()).isEqualTo(404);
            assertThat(served.get("/api/v1/cohorts/cohort-garbage").statusCode())
                    .isEqualTo(404);
        }
    }
}
