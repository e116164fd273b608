package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A learner is forgotten; the sums of the cohort keep the numbers. */
class ErasureTest {
    @TempDir
    Path state;

    private TopologyFixture stream;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(state);
        profile("2025-01-01T00:00:00Z");
        completion("C1", "2025-02-01T00:00:00Z");
        stream.tick();
        stream.read("roi-records");
        stream.read("learner-profiles");
        stream.read("cohort-metrics");
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldTellSinkAndProfilesAndKeepTheSums() {
        erase();

        assertThat(stream.read("roi-records")).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("L001");
            assertThat(record.value().isNull()).isTrue();
        });
        assertThat(stream.read("learner-profiles"))
                .singleElement()
                .satisfies(record -> assertThat(record.value().isNull()).isTrue());
        Out cohort = stream.latest("cohort-metrics").get("cohort-001");
        assertThat(cohort.at("learners")).isEqualTo("0");
        assertThat(cohort.at("completions")).isEqualTo("1");
        assertThat(cohort.at("total_cost")).isEqualTo("2400");
    }

    /** Who looks first, the tick or the erasure, must not decide whether money counts. */
    @Test
    void shouldBookWhatHasWaitedLongEnoughBeforeItForgetsTheLearner() {
        for (String learner : List.of("L-tick", "L-none")) {
            completion(learner, "W1", "2025-02-02T00:00:00Z");
        }
        stream.tick();
        completion("C2", "2025-02-20T00:00:00Z");
        stream.sendBytes("learners", "L-none".getBytes(StandardCharsets.UTF_8), null);
        stream.tick();
        stream.sendBytes("learners", "L-tick".getBytes(StandardCharsets.UTF_8), null);
        stream.tick();

        Out unassigned = stream.latest("cohort-metrics").get("unassigned");
        assertThat(unassigned.at("completions")).isEqualTo("2");
    }

    @Test
    void shouldCountLaterEventsAsSupersededAndChangeNoSum() {
        erase();
        stream.read("roi-records");
        stream.read("cohort-metrics");

        completion("C1", "2025-02-01T00:00:00Z");
        completion("C2", "2025-03-01T00:00:00Z");
        profile("2025-01-01T00:00:00Z");
        stream.tick();

        assertThat(stream.read("roi-records")).isEmpty();
        assertThat(stream.read("cohort-metrics")).isEmpty();
        Map<String, Out> ledger = stream.latest("conservation-ledger");
        assertThat(ledger.get("training-completions/0").at("superseded")).isEqualTo("2");
        assertThat(ledger.get("learners/0").at("superseded")).isEqualTo("1");
    }

    @Test
    void shouldBeginAnewWithANewerProfile() {
        erase();
        stream.read("roi-records");

        profile("2025-04-01T00:00:00Z");
        completion("C3", "2025-05-01T00:00:00Z");
        stream.tick();

        List<Out> records = stream.read("roi-records");
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.at("completion_id")).isEqualTo("C3"));
        assertThat(stream.latest("cohort-metrics").get("cohort-001").at("completions"))
                .isEqualTo("2");
    }

    @Test
    void shouldDropWhatWaited() {
        stream.send(
                "training-completions",
                "L002",
                "{'event_id':'E9','completion_id':'C9','learner_id':'L002','workflow_id':'wf-1','kind':'completed',"
                        + "'completed_at':'2025-02-01T00:00:00Z','capabilities_added':1,'duration_hours':1,"
                        + "'completion_rate':1,'cost':1,'benefit':1}");
        stream.sendBytes("learners", "L002".getBytes(StandardCharsets.UTF_8), null)
                .tick();

        Map<String, Out> ledger = stream.latest("conservation-ledger");
        assertThat(ledger.get("training-completions/0").at("waiting")).isEqualTo("0");
        assertThat(ledger.get("training-completions/0").at("superseded")).isEqualTo("1");
        stream.endOfInput();
        assertThat(stream.read("roi-records"))
                .allSatisfy(record -> assertThat(record.value().isNull()).isTrue());
    }

    private void erase() {
        stream.sendBytes("learners", "L001".getBytes(StandardCharsets.UTF_8), null)
                .tick();
    }

    private void profile(String updatedAt) {
        stream.send(
                "learners",
                "L001",
                "{'learner_id':'L001','status':'active','registered_at':'2025-01-01T00:00:00Z','updated_at':'"
                        + updatedAt + "','cohort':'cohort-001'}");
    }

    private void completion(String id, String completedAt) {
        completion("L001", id, completedAt);
    }

    private void completion(String learner, String id, String completedAt) {
        stream.send(
                "training-completions",
                learner,
                "{'event_id':'E-" + id + "','completion_id':'" + id
                        + "','learner_id':'" + learner + "','workflow_id':'wf-1','kind':'completed','completed_at':'"
                        + completedAt
                        + "','capabilities_added':8,'duration_hours':12,'completion_rate':0.95,'cost':2400,"
                        + "'benefit':4608}");
    }
}
