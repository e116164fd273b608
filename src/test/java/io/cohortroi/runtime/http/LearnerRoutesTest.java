package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.LearnerIndex;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LearnerRoutesTest {
    private static ServedCompany served;

    @BeforeAll
    static void startAndCatchUp() throws Exception {
        served = ServedCompany.full(Optional.empty());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/health/ready").statusCode() == 200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> served.get("/api/v1/learners").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void shouldFilterASegmentAndShowItsDistribution() throws Exception {
        ObjectNode all = served.json("/api/v1/learners?limit=10");
        assertThat(all.get("total").asInt()).isEqualTo(40);
        assertThat(all.get("next_offset").asInt()).isEqualTo(10);
        assertThat(all.get("distribution").get("cohorts").toString())
                .isEqualTo("{\"cohort-001\":10,\"cohort-002\":10,\"cohort-003\":10,\"cohort-004\":10}");
        assertThat(all.get("distribution").get("confidence_tenths").toString()).isEqualTo("[0,0,0,0,0,10,10,10,10,0]");
        assertThat(all.get("distribution").get("attributes").toString())
                .isEqualTo("{\"department\":{\"Sales\":20,\"Support\":20}}");
        assertThat(all.get("distribution")
                        .get("archetype_confidence")
                        .get("Specialist")
                        .toString())
                .isEqualTo("{\"learners\":8,\"mean\":0.685,\"tenths\":[0,0,0,0,0,2,2,2,2,0]}");

        ObjectNode segment =
                served.json("/api/v1/learners?cohort=cohort-001&archetype=Specialist&attribute=department:Sales"
                        + "&status=active&min_confidence=0.5&min_roi=1.0&sort=-mean_roi");
        assertThat(segment.get("learners"))
                .extracting(row -> row.get("learner_id").asText())
                .containsExactly("L016");
        assertThat(segment.get("of").asInt()).isEqualTo(40);
    }

    @Test
    void shouldSortByMeanRoiOfFinalRecords() throws Exception {
        ObjectNode best = served.json("/api/v1/learners?sort=-mean_roi&limit=2");
        assertThat(best.get("learners"))
                .extracting(row -> row.get("learner_id").asText() + " " + row.get("mean_roi"))
                .containsExactly("L000 1.92", "L001 1.8432");
    }

    @Test
    void shouldShowOneLearnerAndTheirHistory() throws Exception {
        ObjectNode learner = served.json("/api/v1/learners/L000");
        assertThat(learner.get("traits").get("learning_velocity").asDouble()).isEqualTo(0.81);
        assertThat(learner.get("roi_records"))
                .extracting(row -> row.get("completion_id").asText())
                .containsExactly("C0-2", "C0-1", "C0-0");
        ObjectNode timeline = served.json("/api/v1/learners/L000/timeline");
        assertThat(timeline.get("timeline"))
                .extracting(line -> line.get("kind").asText())
                .containsExactly("completion", "activity", "profile");
        assertThat(timeline.get("timeline")
                        .get(0)
                        .get("roi")
                        .get("roi_multiplier")
                        .asDouble())
                .isEqualTo(1.92);
    }

    @Test
    void shouldExplainARecordFromTheTopic() throws Exception {
        ObjectNode explained = served.json("/api/v1/roi-records/L000/C0-1/explain");
        assertThat(explained.get("agrees").asBoolean()).isTrue();
        assertThat(explained.get("record").toString())
                .isEqualTo(served.samples.record(0, 1).toString());
        assertThat(served.get("/api/v1/roi-records/L000/C0-1").body())
                .isEqualTo(served.samples.record(0, 1).toString());
    }

    @Test
    void shouldUseTheHighestVersionOfARecordAndForgetTheErased() throws Exception {
        String id = "erased/λ =1";
        ObjectNode profile = served.samples.profile(0).put("learner_id", id);
        served.publish(LearnerIndex.LEARNER_PROFILES, id, profile);
        ObjectNode second = served.samples
                .record(0, 0)
                .put("record_version", 1)
                .put("supersedes", 0)
                .put("roi_multiplier", 2);
        served.publish(LearnerIndex.ROI_RECORDS, id, second);
        served.publish(LearnerIndex.ROI_RECORDS, id, served.samples.record(0, 0));
        String path = "/api/v1/learners/"
                + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            ObjectNode learner = served.json(path);
            assertThat(learner.get("mean_roi").asInt()).isEqualTo(2);
            assertThat(learner.get("completions").asInt()).isEqualTo(1);
        });
        served.remove(LearnerIndex.LEARNER_PROFILES, id);
        served.remove(LearnerIndex.ROI_RECORDS, id);
        await().atMost(Duration.ofSeconds(10)).until(() -> served.get(path).statusCode() == 404);
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        assertThat(served.get("/api/v1/learners?min_roi=-1").statusCode()).isEqualTo(400);
        assertThat(served.get("/api/v1/learners?attribute=Sales").statusCode()).isEqualTo(400);
        assertThat(served.get("/api/v1/learners?sort=traits").statusCode()).isEqualTo(400);
        assertThat(served.get("/api/v1/learners/nobody").statusCode()).isEqualTo(404);
        assertThat(served.get("/api/v1/roi-records/L000/C1-1").statusCode()).isEqualTo(404);
        assertThat(served.get("/api/v1/learners/L039/timeline").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldServeInsightsComparisonAndCalibration() throws Exception {
        assertThat(served.json("/api/v1/cohorts/cohort-004/gaps").get("gaps")).hasSize(3);
        assertThat(served.json("/api/v1/cohorts/cohort-004/workflows").get("workflows"))
                .hasSize(5);
        assertThat(served.json("/api/v1/cohorts/cohort-001/gaps").get("gaps")).isEmpty();
        assertThat(served.get("/api/v1/cohorts/cohort-099/gaps").statusCode()).isEqualTo(404);
        assertThat(served.json("/api/v1/cohorts/cohort-004/trajectory").get("weeks"))
                .hasSize(53);
        assertThat(served.json("/api/v1/calibration").get("reports")).hasSize(1);
        assertThat(served.json("/api/v1/reconciliation")
                        .at("/workflows/0/periods/0/unbooked")
                        .asText())
                .isEqualTo("0.01");
        ObjectNode compared = served.json("/api/v1/compare?a=cohort-001&b=cohort-004");
        assertThat(compared.get("metrics").get(0).toString())
                .isEqualTo("{\"metric\":\"mean_roi\",\"a\":1.78,\"b\":1.33,\"difference\":0.45}");
        assertThat(served.get("/api/v1/compare?a=cohort-001").statusCode()).isEqualTo(400);
    }
}
