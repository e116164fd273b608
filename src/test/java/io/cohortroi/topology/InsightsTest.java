package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.domain.calibration.CalibrationPolicy;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gaps, suggestions and calibration as the stream makes them, against numbers worked out by hand. */
class InsightsTest {
    @TempDir
    Path state;

    private TopologyFixture stream;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(state);
        catalogue(stream);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    private static void catalogue(TopologyFixture stream) {
        stream.send(
                        "cohorts",
                        "cohort-001@1",
                        "{'cohort_id':'cohort-001','name':'One','active':true," + "'archetype':'Fast Learner'}")
                .send(
                        "cohorts",
                        "cohort-002@1",
                        "{'cohort_id':'cohort-002','name':'Two','active':true," + "'archetype':'Generalist'}")
                .send("capabilities", "async@1", "{'component':'async','category':'async','discovered':10}")
                .send("capabilities", "law@1", "{'component':'law','category':'domain','discovered':4}")
                .send("workflows", "wf-1@1", workflow("wf-1", "'async','law'"))
                .send("workflows", "wf-2@1", workflow("wf-2", "'law'"));
    }

    private static String workflow(String id, String components) {
        return "{'workflow_id':'" + id + "','name':'Name of " + id + "','domain':'it','components':[" + components
                + "],'duration_minutes':480,'difficulty':'intermediate','hands_on_share':0.5,"
                + "'retention_requirement':0.5}";
    }

    private TopologyFixture learner(String id, String cohort, String status, int day) {
        return stream.send(
                "learners",
                id,
                "{'learner_id':'" + id + "','status':'" + status + "','registered_at':'2025-01-01T00:00:00Z',"
                        + "'updated_at':'2025-01-0" + day + "T00:00:00Z','cohort':'" + cohort + "','attributes':{}}");
    }

    private TopologyFixture completion(
            String learner, String id, String workflow, int added, int benefit, String rest) {
        return stream.send(
                "training-completions",
                learner,
                "{'event_id':'e-" + id + "','completion_id':'" + id + "','learner_id':'" + learner
                        + "','workflow_id':'" + workflow + "','kind':'" + (rest.isEmpty() ? "completed" : "corrected")
                        + "','completed_at':'2025-01-10T00:00:00Z',"
                        + "'capabilities_added':" + added + ",'duration_hours':1,'completion_rate':1,'cost':100,"
                        + "'benefit':" + benefit + ",'currency':'EUR'" + rest + "}");
    }

    /** Of whom nothing is known but one completion each, with ROI 1.2 or 1.6. */
    private void fortyGeneralists() {
        for (int i = 0; i < 40; i++) {
            learner("L" + i, "cohort-001", "active", 1);
            completion("L" + i, "C" + i, "wf-1", 1, i % 2 == 0 ? 120 : 160, "");
        }
    }

    private JsonNode insights(String cohort) {
        Out found = stream.tick().latest("cohort-insights").get(cohort);
        assertThat(found).as("insights of " + cohort).isNotNull();
        return found.value();
    }

    private static String gap(JsonNode insights, String component) {
        for (JsonNode gap : insights.get("gaps")) {
            if (gap.get("component").asText().equals(component)) {
                return gap.get("activated").asText() + " " + gap.get("severity").asText() + " "
                        + gap.get("urgency").asText();
            }
        }
        return "none";
    }

    @Test
    void shouldSayWhatTheCohortLacks() {
        learner("L1", "cohort-001", "active", 1);
        learner("L2", "cohort-001", "active", 1);
        completion("L1", "C1", "wf-1", 7, 150, "");
        completion("L2", "C2", "wf-2", 9, 250, "");

        JsonNode found = insights("cohort-001");

        // L1 adds 4 to async and 3 to law, L2 all four of law, which has no more: means 2 of 10 and 3.5 of 4.
        assertThat(gap(found, "async")).isEqualTo("2 1.6 critical");
        assertThat(gap(found, "law")).isEqualTo("3.5 0.15 low");
        assertThat(found.get("critical_gaps").asInt()).isEqualTo(1);
        assertThat(found.get("expected_roi").asText()).isEqualTo("1");
        JsonNode first = found.get("workflows").get(0);
        assertThat(first.get("workflow_id").asText()).isEqualTo("wf-1");
        // Severities 1.6 and 0.15 of at most 5 are a share of 0.35; all completions are of its domain, and the cohort
        // is
        // drawn to what it knows by half its affinity.
        assertThat(first.at("/inputs/gap_share").asText()).isEqualTo("0.35");
        assertThat(first.at("/inputs/domain_share").asText()).isEqualTo("1");
        double drawn = found.at("/inputs/traits/domain_affinity").asDouble() / 2;
        assertThat(first.get("domain").asDouble()).isCloseTo((1 - drawn) * 0.35 + drawn, within(1e-11));
        // Both learners are Generalists so far, and the cohort is one of Fast Learners: nothing was seen of those.
        assertThat(first.get("realised").toString())
                .isEqualTo("{\"archetype\":\"Fast Learner\",\"n\":0,\"mean_roi\":null,\"ci_low\":null,"
                        + "\"ci_high\":null}");
        assertThat(found.get("updated_at").asText()).isEqualTo("2025-01-10T00:00:00Z");
    }

    @Test
    void shouldTakeBackWhatALearnerAddedWhenThatChanges() {
        learner("L1", "cohort-001", "active", 1);
        learner("L2", "cohort-001", "active", 1);
        completion("L1", "C1", "wf-1", 8, 150, "");
        assertThat(gap(insights("cohort-001"), "async")).isEqualTo("2 1.6 critical");

        completion("L1", "C1", "wf-1", 4, 150, ",'revision':1");
        assertThat(gap(insights("cohort-001"), "async")).isEqualTo("1 1.8 critical");

        learner("L1", "cohort-002", "active", 2);
        Map<String, Out> moved = stream.tick().latest("cohort-insights");
        assertThat(gap(moved.get("cohort-001").value(), "async")).isEqualTo("0 2 critical");
        assertThat(gap(moved.get("cohort-002").value(), "async")).isEqualTo("2 0.8 medium");

        learner("L1", "cohort-002", "inactive", 3);
        assertThat(insights("cohort-002").get("inputs").get("active_learners").asInt())
                .isZero();
        learner("L1", "cohort-002", "active", 4);
        assertThat(gap(insights("cohort-002"), "async")).isEqualTo("2 0.8 medium");

        stream.sendBytes("learners", "L1".getBytes(java.nio.charset.StandardCharsets.UTF_8), null);
        JsonNode left = insights("cohort-002");
        assertThat(left.get("gaps")).isEmpty();
        assertThat(left.get("inputs").get("active_learners").asInt()).isZero();
    }

    @Test
    void shouldLookAgainWhenTheCatalogueChanges() {
        learner("L1", "cohort-001", "active", 1);
        completion("L1", "C1", "wf-1", 10, 150, "");
        assertThat(gap(insights("cohort-001"), "law")).isEqualTo("none");

        stream.send(
                "capabilities",
                "law@2",
                "{'component':'law','category':'domain','discovered':8,'version':2,'effective_at':'2025-02-01T00:00:00Z'}");
        assertThat(gap(insights("cohort-001"), "law")).isEqualTo("5 0.45 low");
    }

    @Test
    void shouldPublishNothingWhereNothingChanged() {
        learner("L1", "cohort-001", "active", 1);
        completion("L1", "C1", "wf-1", 8, 150, "");
        insights("cohort-001");
        stream.read("calibration-reports");

        assertThat(stream.tick().read("cohort-insights")).isEmpty();
        assertThat(stream.read("calibration-reports")).isEmpty();
        completion("L1", "C1", "wf-1", 8, 150, "");
        assertThat(stream.tick().read("cohort-insights")).isEmpty();
    }

    @Test
    void shouldCalibrateEachArchetypeOnItsOwnBaseline() {
        fortyGeneralists();

        Map<String, Out> reports = stream.tick().latest("calibration-reports");

        assertThat(reports)
                .containsOnlyKeys("Fast Learner", "Specialist", "Power User", "Long-term Retainer", "Generalist");
        Out report = reports.get("Generalist");
        assertThat(report.at("predicted")).isEqualTo("1");
        assertThat(report.at("actual")).isEqualTo("1.4");
        assertThat(report.at("n")).isEqualTo("40");
        assertThat(report.at("variance_pct")).isEqualTo("40");
        assertThat(report.at("verdict")).isEqualTo("drifted");
        assertThat(report.at("recommended")).isEqualTo("1.25");
        assertThat(reports.get("Specialist").at("verdict")).isEqualTo("insufficient_data");
        assertThat(stream.read("archetype-baselines")).isEmpty();
    }

    @Test
    void shouldLeaveActualRoiUntouchedByBaselines() {
        fortyGeneralists();
        String actual =
                stream.tick().latest("calibration-reports").get("Generalist").at("actual");
        stream.close();

        stream = TopologyFixture.start(state.resolve("scaled"));
        catalogue(stream);
        for (String archetype :
                List.of("Fast Learner", "Specialist", "Power User", "Long-term Retainer", "Generalist")) {
            stream.send(
                    "archetype-baselines",
                    archetype + "@1",
                    "{'archetype':'" + archetype + "','roi_multiplier':7,'source':'manual'}");
        }
        fortyGeneralists();

        Out scaled = stream.tick().latest("calibration-reports").get("Generalist");
        assertThat(scaled.at("predicted")).isEqualTo("7");
        assertThat(scaled.at("baseline_version")).isEqualTo("1");
        assertThat(scaled.at("n")).isEqualTo("40");
        assertThat(scaled.at("actual")).isEqualTo(actual);
    }

    @Test
    void shouldApplyAConfirmedDriftOnceWhereToldTo() {
        TopologyOptions options = TopologyFixture.options(true);
        stream.close();
        stream = TopologyFixture.start(automatic(options), state);
        catalogue(stream);
        fortyGeneralists();

        List<Out> written = stream.tick().tick().read("archetype-baselines");

        assertThat(written).hasSize(1);
        assertThat(written.get(0).key()).isEqualTo("Generalist@1");
        assertThat(written.get(0).at("roi_multiplier")).isEqualTo("1.25");
        assertThat(written.get(0).at("source")).isEqualTo("calibrated");
        assertThat(written.get(0).at("effective_at")).isEqualTo("2025-01-10T00:00:00Z");
        assertThat(written.get(0).at("evidence.previous_roi_multiplier")).isEqualTo("1");
    }

    private static TopologyOptions automatic(TopologyOptions options) {
        return new TopologyOptions(
                options.prefix(),
                options.policy(),
                options.norms(),
                options.alertRules(),
                options.flushEvery(),
                options.metricsEvery(),
                options.alertUpdatesEvery(),
                options.grace(),
                options.futureLimit(),
                options.erasureKey(),
                options.watchLive(),
                options.learnNorms(),
                new InsightOptions(
                        Duration.ofMillis(100),
                        new CalibrationPolicy(new BigDecimal("15"), 30, new BigDecimal("25")),
                        true,
                        Duration.ofDays(10)),
                options.inMemory());
    }
}
