package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Completions that come before their learner. */
class WaitingTest {
    @TempDir
    Path state;

    private TopologyFixture stream;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(state);
        stream.clockAt("2025-01-20");
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    /** What was booked without its learner and is dated anew inside the limit waits, as if the old date had never been. */
    @Test
    void shouldWaitForTheLearnerWhateverWasBookedForAnEarlierRevision() {
        completion("L2", 0, "2025-01-01");
        stream.tick();
        assertThat(overall().at("completions")).isEqualTo("1");

        completion("L2", 1, "2025-01-19");
        stream.tick();
        Out taken = overall();
        assertThat(List.of(taken.at("completions"), taken.at("total_cost"))).containsExactly("0", "0");
        Out ledger = stream.latest("conservation-ledger").get("training-completions/0");
        assertThat(List.of(ledger.at("waiting"), ledger.at("superseded"), ledger.at("applied")))
                .containsExactly("1", "1", "0");

        stream.clockAt("2025-01-26");
        stream.tick();
        assertThat(overall().at("completions")).isEqualTo("1");
    }

    @Test
    void shouldFlagWhatIsBookedWithoutItsLearnerUntilTheLearnerComes() {
        completion("L2", 0, "2025-01-01");
        assertThat(placed()).isEqualTo("unassigned null");

        stream.send(
                "learners",
                "L2",
                "{'learner_id':'L2','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                        + "'updated_at':'2025-01-01T00:00:00Z','attributes':{}}");
        completion("L2", 1, "2025-01-02");
        assertThat(placed()).isEqualTo("unassigned learners");
    }

    private String placed() {
        Out record = last(stream.tick().read("roi-records"));
        return record.at("cohort") + " "
                + record.value().get("source").path("profile").path("topic").asText("null");
    }

    private static Out last(List<Out> records) {
        return records.get(records.size() - 1);
    }

    @Test
    void shouldPassOverALearnerWhoseStateIsDamagedAndReleaseTheOthers() {
        for (String learner : List.of("L2", "L3", "L4")) {
            completion(learner, 0, "2025-01-19");
        }
        stream.tick().put("completions", "L3\0C1".getBytes(StandardCharsets.UTF_8), new byte[] {2, 127, 127});
        stream.clockAt("2025-02-20");
        stream.tick();
        assertThat(overall().at("completions")).isEqualTo("2");
    }

    private Out overall() {
        return stream.latest("cohort-metrics").get("overall:all");
    }

    private void completion(String learner, int revision, String day) {
        stream.send(
                "training-completions",
                learner,
                "{'event_id':'e" + revision + "','completion_id':'C1','learner_id':'" + learner
                        + "','workflow_id':'wf-1','kind':'" + (revision == 0 ? "completed" : "corrected")
                        + "','completed_at':'" + day
                        + "T00:00:00Z','capabilities_added':1,'duration_hours':1,'completion_rate':1,'cost':100,"
                        + "'benefit':150,'revision':" + revision + "}");
    }
}
