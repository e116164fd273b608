package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every rule beside the variance, from input records to the alerts topic, with its life cycle. */
class AlertRulesTest {
    private static final Instant MONDAY = Instant.parse("2025-06-02T00:00:00Z");

    @TempDir
    Path folder;

    private TopologyFixture stream;
    private int completions;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(folder);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldRaiseADegradingTrendOnceAndResolveItWhenTheSlopeIsGone() {
        List<Out> falling = new ArrayList<>();
        for (int week = 0; week < 14; week++) {
            week(week, 2.0 - 0.06 * week);
            falling.addAll(alerts("trend_degrading"));
        }

        assertThat(falling).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.at("subject")).isEqualTo("cohort-t");
            assertThat(alert.at("status")).isEqualTo("firing");
            assertThat(alert.at("severity")).isEqualTo("warning");
            assertThat(alert.at("metric")).isEqualTo("slope_per_week");
            assertThat(alert.value().get("observed").asDouble()).isBetween(-0.07, -0.05);
            assertThat(alert.value().at("/evidence/value").asDouble())
                    .isLessThan(alert.value().at("/evidence/bar").asDouble());
            assertThat(alert.at("runbook_url")).isEqualTo("src/docs/runbook/trend_degrading.md");
        });
        assertThat(falling)
                .extracting(alert -> alert.at("alert_id"))
                .containsOnly(falling.get(0).at("alert_id"));
        assertThat(falling)
                .as("once a week, with that week's numbers")
                .extracting(alert -> alert.at("window_start"))
                .doesNotHaveDuplicates();

        List<Out> after = new ArrayList<>();
        for (int week = 14; week < 30; week++) {
            week(week, 2.2);
            after.addAll(alerts("trend_degrading"));
        }
        assertThat(after.get(after.size() - 1).at("status")).isEqualTo("resolved");
        assertThat(after.get(after.size() - 1).at("end_reason")).isEqualTo("recovered");
        assertThat(after)
                .filteredOn(alert -> alert.at("status").equals("resolved"))
                .hasSize(1);
    }

    @Test
    void shouldSayTheSameOfTheTrendInOneLookAtTheEnd() {
        for (int week = 0; week < 14; week++) {
            week(week, 2.0 - 0.06 * week);
        }
        JsonNode live = last("trend_degrading").value();
        stream.close();
        stream = bounded();
        completions = 0;
        for (int week = 0; week < 14; week++) {
            week(week, 2.0 - 0.06 * week);
        }
        assertThat(alerts("trend_degrading")).isEmpty();
        stream.endOfInput();

        assertThat(last("trend_degrading").value()).isEqualTo(live);
    }

    @Test
    void shouldNoticeThatAnArchetypeIsFarFromItsBaseline() {
        for (int i = 0; i < 29; i++) {
            complete("cohort-d", "2025-06-03T10:00:00Z", 1.3);
        }
        stream.tick();
        assertThat(alerts("calibration_drift")).as("too few").isEmpty();

        complete("cohort-d", "2025-06-04T10:00:00Z", 1.9);
        stream.tick();

        assertThat(alerts("calibration_drift")).last().satisfies(alert -> {
            assertThat(alert.at("subject")).isEqualTo("archetype:Generalist");
            assertThat(alert.at("severity")).isEqualTo("critical");
            assertThat(alert.at("status")).isEqualTo("firing");
            assertThat(alert.at("observed")).isEqualTo("1.32");
            assertThat(alert.at("expected")).isEqualTo("1");
            assertThat(alert.at("variance_pct")).isEqualTo("32");
            assertThat(alert.at("threshold_pct")).isEqualTo("15");
            assertThat(alert.at("n")).isEqualTo("30");
            // One of thirty is 0.6 away: the standard error of the mean is 0.6 / 30 = 0.02.
            assertThat(alert.at("evidence.value")).isEqualTo("8.5");
            assertThat(alert.at("ci_low")).isEqualTo("1.2808");
            assertThat(alert.at("window_start")).isEqualTo("2025-06-03T00:00:00Z");
            assertThat(alert.at("window_end")).isEqualTo("2025-06-09T00:00:00Z");
        });
    }

    @Test
    void shouldCloseADriftAlertWhenANewBaselineTakesEffect() {
        for (int i = 0; i < 30; i++) {
            complete("cohort-d", "2025-06-03T10:00:00Z", 1.3);
        }
        stream.tick();
        assertThat(alerts("calibration_drift")).isNotEmpty();

        stream.send(
                "archetype-baselines",
                "Generalist@2",
                "{'archetype':'Generalist','roi_multiplier':1.3,'version':2,'source':'manual',"
                        + "'effective_at':'2025-06-05T00:00:00Z'}");
        complete("cohort-d", "2025-06-05T10:00:00Z", 1.3);
        stream.tick();

        assertThat(alerts("calibration_drift")).singleElement().satisfies(alert -> {
            assertThat(alert.at("status")).isEqualTo("resolved");
            assertThat(alert.at("end_reason")).isEqualTo("superseded");
        });
    }

    @Test
    void shouldNameAnOutlierUntilItsWeekIsOverAndForgetItThirtyDaysLater() {
        for (int i = 0; i < 40; i++) {
            complete("cohort-o", "2025-06-03T10:00:00Z", 1.0 + 0.01 * (i % 7));
        }
        stream.tick();
        assertThat(alerts("roi_outlier")).isEmpty();

        String odd = complete("cohort-o", "2025-06-04T10:00:00Z", 12);
        stream.tick();
        Out raised = last("roi_outlier");
        assertThat(raised.at("subject")).isEqualTo("cohort-o");
        assertThat(raised.at("observed")).isEqualTo("12");
        assertThat(raised.at("n")).isEqualTo("41");
        assertThat(raised.at("top_contributors.0.kind")).isEqualTo("completion");
        assertThat(raised.at("top_contributors.0.id")).isEqualTo(odd);
        assertThat(raised.value().at("/evidence/value").asDouble()).isGreaterThan(8);

        complete("cohort-o", "2025-06-09T10:00:00Z", 1);
        stream.tick();
        assertThat(last("roi_outlier").at("status")).isEqualTo("resolved");

        complete("cohort-o", "2025-07-08T10:00:00Z", 1);
        stream.tick();
        assertThat(stream.read(Topics.ROI_ALERTS))
                .filteredOn(alert -> alert.key().equals(raised.key()))
                .isEmpty();
        complete("cohort-o", "2025-07-09T10:00:00Z", 1);
        stream.tick();
        assertThat(stream.read(Topics.ROI_ALERTS))
                .filteredOn(alert -> alert.key().equals(raised.key()))
                .singleElement()
                .satisfies(alert -> assertThat(alert.value().isNull()).isTrue());
    }

    @Test
    void shouldNoticeThatATopicIsRefusedAndThatItIsGoodAgain() {
        for (int i = 0; i < 16; i++) {
            complete("cohort-q", "2025-06-03T10:00:00Z", 1);
        }
        for (int i = 0; i < 4; i++) {
            stream.send(Topics.COMPLETIONS, "L", "no JSON");
        }
        stream.tick();

        assertThat(last("data_quality")).satisfies(alert -> {
            assertThat(alert.at("subject")).isEqualTo("training-completions");
            assertThat(alert.at("metric")).isEqualTo("dead_letter_pct");
            assertThat(alert.at("observed")).isEqualTo("20");
            assertThat(alert.at("n")).isEqualTo("20");
            assertThat(alert.at("severity")).isEqualTo("critical");
            assertThat(alert.at("window_start")).isEqualTo("2025-06-02T00:00:00Z");
        });

        for (int i = 0; i < 20; i++) {
            complete("cohort-q", "2025-06-10T10:00:00Z", 1);
        }
        stream.tick();
        assertThat(last("data_quality").at("status")).isEqualTo("resolved");
    }

    @Test
    void shouldTakeAnInputThatEndsAsOneWindow() {
        stream.close();
        stream = bounded();
        for (int i = 0; i < 18; i++) {
            complete("cohort-q", "2025-0" + (1 + i % 6) + "-03T10:00:00Z", 1);
        }
        stream.send(Topics.COMPLETIONS, "L", "no JSON").send(Topics.COMPLETIONS, "L", "[]");
        stream.tick();
        assertThat(alerts("data_quality")).isEmpty();

        stream.endOfInput();

        assertThat(alerts("data_quality")).singleElement().satisfies(alert -> {
            assertThat(alert.at("observed")).isEqualTo("10");
            assertThat(alert.at("n")).isEqualTo("20");
            assertThat(alert.at("severity")).isEqualTo("warning");
            assertThat(alert.at("started_at")).isEqualTo("2025-06-02T00:00:00Z");
            assertThat(alert.at("window_end")).isEqualTo("2025-06-09T00:00:00Z");
        });
    }

    @Test
    void shouldHeedTheThresholdsOfACohort() {
        stream.send(
                Topics.COHORTS,
                "cohort-own@1",
                "{'cohort_id':'cohort-own','name':'Own','active':true,"
                        + "'thresholds':{'variance_pct':25,'min_completions':30}}");
        for (int i = 0; i < 29; i++) {
            complete("cohort-own", "2025-06-03T10:00:00Z", 1.4);
        }
        stream.tick();
        assertThat(stream.read(Topics.ROI_ALERTS))
                .noneMatch(alert -> alert.at("subject").equals("cohort-own"));

        complete("cohort-own", "2025-06-03T11:00:00Z", 1.4);
        stream.tick();

        assertThat(alerts("roi_variance"))
                .filteredOn(alert -> alert.at("subject").equals("cohort-own"))
                .last()
                .satisfies(alert -> {
                    assertThat(alert.at("threshold_pct")).isEqualTo("25");
                    assertThat(alert.at("n")).isEqualTo("30");
                });
    }

    @Test
    void shouldEndTheAlertOfACohortWhoseCompletionsMovedToAnother() {
        for (int i = 0; i < 20; i++) {
            complete("cohort-from", "2025-06-03T10:00:00Z", 1.5);
        }
        stream.tick();
        assertThat(alerts("roi_variance")).anyMatch(alert -> alert.at("subject").equals("cohort-from"));

        for (int i = 0; i < 20; i++) {
            profile("L" + i, "cohort-to", "2025-05-02T00:00:00Z");
        }
        profile("L-other", "cohort-from", "2025-06-10T00:00:00Z");
        stream.tick();

        assertThat(alerts("roi_variance"))
                .filteredOn(alert -> alert.at("subject").equals("cohort-from"))
                .last()
                .satisfies(alert -> {
                    assertThat(alert.at("status")).isEqualTo("resolved");
                    assertThat(alert.at("end_reason")).isEqualTo("superseded");
                    assertThat(alert.at("n")).isEqualTo("0");
                });
    }

    private TopologyFixture bounded() {
        return TopologyFixture.start(TopologyFixture.atTheEnd(), folder.resolve("bounded"));
    }

    /** Ten completions around a mean, then the look of the next Monday. */
    private void week(int week, double mean) {
        Instant monday = MONDAY.plus(Duration.ofDays(7L * week));
        for (int i = 0; i < 10; i++) {
            complete("cohort-t", monday.plus(Duration.ofHours(10 + i)).toString(), mean + 0.02 * (i % 5 - 2));
        }
        stream.tick();
    }

    /** By a learner of its own, at a cost of 100. */
    private String complete(String cohort, String at, double roi) {
        String learner = "L" + completions;
        String id = "c-" + completions++;
        profile(learner, cohort, "2025-05-01T00:00:00Z");
        stream.send(
                Topics.COMPLETIONS,
                learner,
                ("{'event_id':'e-" + id + "','completion_id':'" + id + "','learner_id':'" + learner
                        + "','workflow_id':'wf-1','kind':'completed','completed_at':'" + at
                        + "','capabilities_added':1,'duration_hours':1,'completion_rate':1,'cost':100,'benefit':"
                        + Math.round(100 * roi) + ",'currency':'EUR'}"));
        return id;
    }

    private void profile(String learner, String cohort, String at) {
        stream.send(
                Topics.LEARNERS,
                learner,
                "{'learner_id':'" + learner
                        + "','status':'active','registered_at':'2025-05-01T00:00:00Z','updated_at':'" + at
                        + "','cohort':'" + cohort + "'}");
    }

    /** What the rule said since the topic was last read; what others said meanwhile is gone. */
    private List<Out> alerts(String rule) {
        return stream.read(Topics.ROI_ALERTS).stream()
                .filter(alert -> alert.at("rule").equals(rule))
                .toList();
    }

    private Out last(String rule) {
        List<Out> alerts = alerts(rule);
        assertThat(alerts).isNotEmpty();
        return alerts.get(alerts.size() - 1);
    }
}
