package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Norms are learned from the stream, published with the day they hold from, and used from that day on. */
class LearnedNormsTest {
    private static final Instant FIRST = Instant.parse("2025-03-03T09:00:00Z");
    private static final int LEARNERS = 130;
    private static final String LEARNED = "learned-2025-04-02";

    @TempDir
    Path state;

    private TopologyFixture stream;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(TopologyFixture.options(NormsFile.shipped(), true, true), state);
        for (int learner = 0; learner < LEARNERS; learner++) {
            profile("l" + learner);
        }
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldPublishNormsOnceEnoughLearnersPassedAStage() {
        weeks(0, 3);
        assertThat(stream.tick().read("archetype-norms"))
                .as("three stages of 130 learners")
                .isEmpty();

        weeks(4, 4);
        List<Out> norms = stream.tick().read("archetype-norms");

        assertThat(norms).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("norms@" + LEARNED);
            assertThat(record.at("version")).isEqualTo(LEARNED);
            assertThat(record.at("effective_at")).isEqualTo("2025-04-02T00:00:00Z");
            assertThat(record.value().at("/populations/cohort-001").properties())
                    .extracting(stage -> stage.getKey())
                    .containsExactly("1", "2", "3", "4");
            assertThat(record.value().at("/populations/*").properties())
                    .as("stages the stream has not shown stay as shipped")
                    .hasSize(NormsFile.shipped().tables().get("*").size());
        });
        assertThat(stream.tick().read("archetype-norms"))
                .as("nothing more was seen")
                .isEmpty();
    }

    @Test
    void shouldJudgeByTheNormsOfTheEventsOwnTime() {
        weeks(0, 4);
        stream.tick();

        completion("l1", "C1", "2025-04-03T10:00:00Z");
        completion("l2", "C2", "2025-04-01T10:00:00Z");

        List<Out> records = stream.read("roi-records");
        assertThat(records.get(0).at("norms_version")).isEqualTo(LEARNED);
        assertThat(records.get(1).at("norms_version")).isEqualTo("norms-0");
        stream.tick();
        assertThat(stream.latest("learner-profiles").get("l1").at("norms_version"))
                .isEqualTo(LEARNED);
    }

    @Test
    void shouldGoBackWhenAVersionIsWithdrawnAndKeepJudgementsMade() {
        weeks(0, 4);
        stream.tick();
        completion("l1", "C1", "2025-04-03T10:00:00Z");

        stream.sendBytes("archetype-norms", ("norms@" + LEARNED).getBytes(StandardCharsets.UTF_8), null);
        stream.send("archetype-norms", "norms@broken", "{'version':'broken','populations':{'*':{'1':[[]]}}}");
        completion("l2", "C2", "2025-04-03T10:00:00Z");

        assertThat(stream.read("roi-records"))
                .extracting(record -> record.at("norms_version"))
                .containsExactly(LEARNED, "norms-0");
    }

    private void weeks(int first, int last) {
        for (int week = first; week <= last; week++) {
            for (int learner = 0; learner < LEARNERS; learner++) {
                Instant at = FIRST.plus(Duration.ofDays(7L * week)).plusSeconds(60L * learner);
                String id = "l" + learner;
                stream.send(
                        "learner-activity",
                        id,
                        "{'event_id':'A" + week + "','learner_id':'" + id + "','type':'session','occurred_at':'" + at
                                + "','domain':'d" + week * learner % 7 + "'}");
            }
        }
    }

    private void profile(String learner) {
        stream.send(
                "learners",
                learner,
                "{'learner_id':'" + learner + "','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                        + "'updated_at':'2025-01-01T00:00:00Z','cohort':'cohort-001'}");
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
