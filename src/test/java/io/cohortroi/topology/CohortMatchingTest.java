package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is in which cohort, and what a new definition changes. Raw traits are percentiles here. */
class CohortMatchingTest {
    private static final String PROFILES = "learner-profiles";
    private static final String SALES = "'rule':{'attribute':'department','equals':'Sales'}";

    @TempDir
    Path state;

    private TopologyFixture stream;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(TopologyFixture.options(Norms.unscaled("plain"), false, true), state);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldMatchByRuleThenByNearnessAndFollowTheTraits() {
        define("deep", 1, "'rule':{'trait':'domain_affinity','gte':0.65}");
        for (String learner : List.of("one", "two", "four")) {
            profile(learner, "Legal");
        }
        activity("one", "A1", "python");
        activity("two", "A1", "python");
        activity("two", "A2", "sql");
        for (String domain : List.of("python", "sql", "java", "css")) {
            activity("four", "A-" + domain, domain);
        }
        stream.tick();

        Map<String, Out> profiles = stream.latest(PROFILES);
        assertThat(placed(profiles.get("one"))).isEqualTo("deep by rule");
        assertThat(placed(profiles.get("two"))).isEqualTo("deep by nearest");
        assertThat(placed(profiles.get("four"))).isEqualTo("unassigned by none");
        assertThat(profiles.get("two")
                        .value()
                        .at("/traits_among_all/domain_affinity")
                        .asDouble())
                .isBetween(0.49, 0.51);

        activity("two", "A3", "java");
        activity("two", "A4", "css");
        stream.tick();
        assertThat(placed(stream.latest(PROFILES).get("two"))).isEqualTo("unassigned by none");
        assertThat(stream.latest("cohort-metrics").get("deep").at("active_learners"))
                .isEqualTo("1");
    }

    @Test
    void shouldTakeQuietLearnersAlongWhenACohortIsDefinedAnew() {
        define("sales", 1, SALES);
        profile("l1", "Sales");
        profile("l2", "Legal");
        completion("l1", "C1", "2025-02-01T00:00:00Z");
        stream.tick();
        stream.read(PROFILES);
        assertThat(stream.read("roi-records").get(0).at("cohort")).isEqualTo("sales");

        define("sales", 2, "'effective_at':'2025-12-24T00:00:00Z','rule':{'attribute':'department','equals':'Legal'}");
        stream.tick();

        Map<String, Out> moved = stream.latest(PROFILES);
        assertThat(placed(moved.get("l1"))).isEqualTo("unassigned by none");
        assertThat(placed(moved.get("l2"))).isEqualTo("sales by rule");
        assertThat(stream.read("roi-records"))
                .as("ROI stays where it was earned")
                .isEmpty();
        Out metrics = stream.latest("cohort-metrics").get("sales");
        assertThat(metrics.at("learners")).isEqualTo("1");
        assertThat(metrics.at("completions")).isEqualTo("1");
        completion("l1", "C2", "2025-03-01T00:00:00Z");
        assertThat(stream.read("roi-records").get(0).at("cohort"))
                .as("of a day before the new definition")
                .isEqualTo("sales");
    }

    @Test
    void shouldWaitForTheDayOfADefinitionThatWasPublishedAhead() {
        define("sales", 1, SALES);
        profile("l1", "Sales");
        stream.tick();
        stream.read(PROFILES);

        define("sales", 2, "'active':false,'effective_at':'2026-01-01T06:00:00Z'," + SALES);
        stream.tick();
        assertThat(stream.read(PROFILES)).isEmpty();

        stream.send("learner-activity", "l1", activityAt("A9", "python", "2026-01-01T07:00:00Z", "l1"))
                .tick();
        assertThat(placed(stream.latest(PROFILES).get("l1"))).isEqualTo("unassigned by none");
    }

    @Test
    void shouldGoBackWhenADefinitionIsWithdrawn() {
        define("sales", 1, SALES);
        profile("l1", "Sales");
        stream.tick();
        stream.read(PROFILES);

        stream.sendBytes("cohorts", "sales@1".getBytes(StandardCharsets.UTF_8), null)
                .tick();

        assertThat(placed(stream.latest(PROFILES).get("l1"))).isEqualTo("unassigned by none");
    }

    @Test
    void shouldLookAtABoundedNumberInATickAndPublishOnlyWhoMoves() {
        int learners = 2 * RematchCohorts.LOOKED_AT_PER_TICK + 300;
        for (int i = 0; i < learners; i++) {
            profile("l" + i, i % 10 == 0 ? "Sales" : "Legal");
        }
        stream.tick();
        assertThat(stream.read(PROFILES)).hasSize(learners);

        define("sales", 1, SALES);
        stream.tickOnce();
        assertThat(stream.read(PROFILES)).hasSizeBetween(1, RematchCohorts.LOOKED_AT_PER_TICK / 2);
        stream.tick().tick();

        Out metrics = stream.latest("cohort-metrics").get("sales");
        assertThat(metrics.at("learners")).isEqualTo(String.valueOf(learners / 10));
        assertThat(stream.tick().read(PROFILES)).hasSizeLessThan(learners / 10);
    }

    @Test
    void shouldChangeNothingForAnInvalidDefinition() {
        define("sales", 1, SALES);
        profile("l1", "Sales");
        stream.tick();
        stream.read(PROFILES);

        define("sales", 2, "'rule':{'trait':'height','gte':0.7}");
        define("unassigned", 1, SALES);
        stream.tick();

        assertThat(stream.read(PROFILES)).isEmpty();
    }

    private static String placed(Out profile) {
        return profile.at("cohort") + " by " + profile.at("placed_by");
    }

    private void define(String id, int version, String more) {
        String active = more.contains("'active'") ? "" : "'active':true,";
        stream.send(
                "cohorts",
                id + "@" + version,
                "{'cohort_id':'" + id + "','name':'" + id + "'," + active + "'version':" + version + "," + more + "}");
    }

    private void profile(String learner, String department) {
        stream.send(
                "learners",
                learner,
                "{'learner_id':'" + learner + "','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                        + "'updated_at':'2025-01-01T00:00:00Z','attributes':{'department':'" + department + "'}}");
    }

    private void activity(String learner, String id, String domain) {
        stream.send("learner-activity", learner, activityAt(id, domain, "2025-02-01T10:00:00Z", learner));
    }

    private static String activityAt(String id, String domain, String at, String learner) {
        return "{'event_id':'" + id + "','learner_id':'" + learner + "','type':'session','occurred_at':'" + at
                + "','domain':'" + domain + "'}";
    }

    private void completion(String learner, String id, String at) {
        stream.send(
                "training-completions",
                learner,
                "{'event_id':'E-" + id + "','completion_id':'" + id + "','learner_id':'" + learner
                        + "','workflow_id':'wf-1','kind':'completed','completed_at':'" + at
                        + "','capabilities_added':8,'duration_hours':12,'completion_rate':0.95,'cost':2400,'benefit':4608}");
    }
}
