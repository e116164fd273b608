package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
    private static ServedCompany served;

    @BeforeAll
    static void startAndCatchUp() throws Exception {
        served = ServedCompany.full(Optional.empty());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/health/ready").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void shouldSendTheWholeFirstAndThenOnlyWhatChanged() throws Exception {
        try (Viewer viewer = new Viewer(served.port(), Optional.empty())) {
            Event whole = viewer.next();
            assertThat(whole.name()).isEqualTo("snapshot");
            assertThat(whole.data().get("complete").asBoolean()).isTrue();
            assertThat(whole.data().get("scopes")).hasSize(11);
            assertThat(whole.data().get("alerts")).hasSize(2);
            assertThat(whole.data().get("ledger")).hasSize(3);
            assertThat(whole.data().get("calibration")).hasSize(1);
            ObjectNode insights =
                    (ObjectNode) whole.data().get("insights").get(0).get("value");
            assertThat(insights.remove("appended_at_ms").asLong()).isPositive();
            assertThat(insights.toString())
                    .isEqualTo(
                            "{\"cohort\":\"cohort-004\",\"critical_gaps\":1,\"expected_roi\":1.51,"
                                    + "\"estimated_roi\":1.51,\"updated_at\":\"2025-10-23T10:30:00Z\",\"gap_count\":3,"
                                    + "\"gap\":{\"component\":\"async-patterns\",\"urgency\":\"critical\",\"severity\":1.74},"
                                    + "\"workflow\":{\"workflow_id\":\"wf-045\",\"name\":\"Async patterns, part 1\",\"score\":0.89}}");

            served.publish(
                    CompactedViews.COHORT_METRICS,
                    "cohort-001",
                    served.samples.cohort("cohort-001", 157, "1.81", "improving"));
            Event delta = viewer.next("delta");
            assertThat(delta.data().get("scopes")).hasSize(1);
            assertThat(delta.data()
                            .get("scopes")
                            .get(0)
                            .get("value")
                            .get("learners")
                            .asInt())
                    .isEqualTo(157);
            assertThat(delta.data().get("alerts")).isEmpty();
            assertThat(delta.data().get("appended_at_ms").asLong()).isPositive();

            served.remove(CompactedViews.ROI_ALERTS, "roi_variance:archetype:Power User");
            assertThat(viewer.next("delta")
                            .data()
                            .get("removed")
                            .get("alerts")
                            .get(0)
                            .asText())
                    .isEqualTo("roi_variance:archetype:Power User");
        }
    }

    @Test
    void shouldResumeWhereTheViewerLeft() throws Exception {
        String lastSeen;
        try (Viewer viewer = new Viewer(served.port(), Optional.empty())) {
            lastSeen = viewer.next().id();
        }
        served.publish(CompactedViews.CONSERVATION_LEDGER, "learners/1", served.samples.ledger("learners", 1, 80));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> served.views().snapshot().tag().compareTo(lastSeen) != 0);
        try (Viewer viewer = new Viewer(served.port(), Optional.of(lastSeen))) {
            Event missed = viewer.next();
            assertThat(missed.name()).isEqualTo("delta");
            assertThat(missed.data().get("ledger").get(0).get("key").asText()).isEqualTo("learners/1");
        }
        try (Viewer viewer = new Viewer(served.port(), Optional.of("another-epoch-7"))) {
            assertThat(viewer.next().name()).isEqualTo("snapshot");
        }
    }

    @Test
    void shouldTellViewersThatTheViewsAreStale() throws Exception {
        try (Viewer viewer = new Viewer(served.port(), Optional.empty())) {
            viewer.next();
            Instant since = Instant.parse("2025-10-20T10:30:00Z");
            served.health.set(new StreamHealth(true, false, "REBALANCING", Optional.of(since)));
            Event state = viewer.next("state");
            assertThat(state.data().get("snapshot").get("stale_since").asText()).isEqualTo("2025-10-20T10:30:00Z");
            assertThat(state.data().get("stream_state").asText()).isEqualTo("REBALANCING");
        } finally {
            served.health.set(StreamHealth.running());
        }
    }

    @Test
    void shouldPushThePipelineWhenItChanged() throws Exception {
        try (Viewer viewer = new Viewer(served.port(), Optional.empty())) {
            assertThat(viewer.next("pipeline").data().get("lag")).isEmpty();
            served.pipeline.set(new PipelineStatus(
                    6,
                    1,
                    1_234,
                    new TreeMap<>(Map.of("learners", 7L)),
                    Optional.of(Instant.parse("2025-10-20T10:30:00Z"))));
            ObjectNode pipeline = viewer.next("pipeline").data();
            assertThat(pipeline.get("lag").get("learners").asInt()).isEqualTo(7);
            assertThat(pipeline.get("stream").get("restoring_records").asInt()).isEqualTo(1_234);
            assertThat(pipeline.get("stream").get("standby_tasks").asInt()).isEqualTo(1);
            assertThat(pipeline.get("measured_at").asText()).isEqualTo("2025-10-20T10:30:00Z");
        } finally {
            served.pipeline.set(PipelineStatus.unknown());
        }
    }

    @Test
    void shouldServeHundredsOfViewersWithTheWorkOfOne() throws Exception {
        int viewers = 500;
        List<Viewer> all = new ArrayList<>();
        try {
            int before = Thread.activeCount();
            for (int viewer = 0; viewer < viewers; viewer++) {
                all.add(new Viewer(served.port(), Optional.empty()));
            }
            for (Viewer viewer : all) {
                assertThat(viewer.next().name()).isEqualTo("snapshot");
            }
            assertThat(Thread.activeCount() - before)
                    .as("threads for " + viewers + " viewers")
                    .isLessThan(30);
            long rendered = renderedFrames();
            long fetched = served.views().snapshot().version();
            served.publish(
                    CompactedViews.COHORT_METRICS,
                    "cohort-003",
                    served.samples.cohort("cohort-003", 91, "1.95", "improving"));
            for (Viewer viewer : all) {
                assertThat(viewer.next("delta")
                                .data()
                                .get("scopes")
                                .get(0)
                                .get("key")
                                .asText())
                        .isEqualTo("cohort-003");
            }
            assertThat(served.views().snapshot().version() - fetched)
                    .as("snapshots taken of the topics for one change")
                    .isEqualTo(1);
            assertThat(renderedFrames() - rendered)
                    .as("frames rendered for " + viewers + " viewers")
                    .isBetween(1L, 30L);
        } finally {
            for (Viewer viewer : all) {
                viewer.close();
            }
        }
    }

    private static long renderedFrames() throws Exception {
        return served.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("http_stream_frames_total "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void shouldLetAViewerWhoDoesNotReadGo() throws Exception {
        try (Viewer deaf = new Viewer(served.port(), Optional.empty());
                Viewer attentive = new Viewer(served.port(), Optional.empty())) {
            Thread reading = new Thread(attentive::readUntilRemoval, "attentive viewer");
            reading.start();
            ObjectNode big = served.samples.alert("roi_outlier", "L001", "firing", "warning");
            big.put("padding", "x".repeat(60_000));
            for (int round = 1; round <= 20; round++) {
                big.put("n", round);
                for (int alert = 0; alert < 20; alert++) {
                    served.publish(CompactedViews.ROI_ALERTS, "roi_outlier:" + alert, big);
                }
                awaitRound(round);
            }
            served.remove(CompactedViews.ROI_ALERTS, "roi_outlier:0");
            reading.join(20_000);
            assertThat(reading.isAlive()).as("the attentive viewer waits still").isFalse();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> served.get("/metrics").body().contains("http_stream_viewers 1"));
            assertThat(deaf.readToEnd())
                    .as("what was sent before it was let go")
                    .isPositive();
        } finally {
            for (int alert = 0; alert < 20; alert++) {
                served.remove(CompactedViews.ROI_ALERTS, "roi_outlier:" + alert);
            }
        }
    }

    /** So that every round is a delta of its own of 1.2 MB: 24 MB are more than any socket buffer takes. */
    private static void awaitRound(int round) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    var alerts = served.views().snapshot().table(CompactedViews.ROI_ALERTS);
                    return alerts.values().stream()
                                    .filter(alert -> alert.key().startsWith("roi_outlier:"))
                                    .filter(alert -> alert.value().path("n").asInt() == round)
                                    .count()
                            == 20;
                });
    }

    private record Event(String name, String id, ObjectNode data) {}

    /** A viewer on a bare socket, so that 300 of them need no threads in this test either. */
    private static final class Viewer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Viewer(int port, Optional<String> lastSeen) throws IOException {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            String resume = lastSeen.map(id -> "Last-Event-ID: " + id + "\r\n").orElse("");
            String request = "GET /api/v1/stream HTTP/1.0\r\nHost: localhost\r\n" + resume + "\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void readUntilRemoval() {
            try {
                while (next("delta").data().get("removed").get("alerts").isEmpty()) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        long readToEnd() throws IOException {
            return in.lines().mapToLong(String::length).sum();
        }

        Event next() throws IOException {
            String name = "";
            String id = "";
            while (true) {
                String line = in.readLine();
                assertThat(line).as("the stream ended").isNotNull();
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    return new Event(
                            name, id, Json.parseObject(line.substring(6).getBytes(StandardCharsets.UTF_8)));
                }
            }
        }

        Event next(String name) throws IOException {
            while (true) {
                Event event = next();
                if (event.name().equals(name)) {
                    return event;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
