package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatencyProbeTest {
    @Test
    void shouldAskEveryPathAtFixedTimesAndCountWhatFailed() throws Exception {
        try (ServedCompany served = ServedCompany.full(Optional.empty())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> served.get("/health/ready").statusCode() == 200);
            LatencyProbe probe = new LatencyProbe(URI.create("http://127.0.0.1:" + served.port()), Optional.empty());
            LatencyProbe.Run run = probe.run(
                    List.of("/api/v1/cohorts", "/api/v1/cohorts/cohort-001", "/api/v1/alerts", "/api/v1/nothing"),
                    8,
                    10,
                    Duration.ofSeconds(1));
            List<LatencyProbe.Result> results = run.results();
            assertThat(run.senderLate().getTotalCount()).isEqualTo(80);
            assertThat(results)
                    .extracting(LatencyProbe.Result::path)
                    .containsExactly(
                            "/api/v1/cohorts", "/api/v1/cohorts/cohort-001", "/api/v1/alerts", "/api/v1/nothing");
            assertThat(results)
                    .extracting(result -> result.times().getTotalCount())
                    .containsOnly(20L);
            assertThat(results).extracting(LatencyProbe.Result::failures).containsExactly(0L, 0L, 0L, 20L);
        }
    }
}
