package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert is raised, confirmed and ended at once; its numbers follow once an interval, and the last of them always. */
class AlertUpdatesTest {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private TopologyFixture stream;
    private int completions;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(TopologyFixture.options(true, AlertRules.standard(), INTERVAL), folder);
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldSayNewNumbersOnceAnInterval() {
        complete(20, "2025-06-03T10:00:00Z", 1.5);
        assertThat(said()).containsExactly("pending warning n 20");

        for (int i = 0; i < 5; i++) {
            complete(1, "2025-06-03T11:00:00Z", 1.5);
        }
        assertThat(said()).isEmpty();

        stream.pass(INTERVAL);
        assertThat(said()).containsExactly("pending warning n 25");
        stream.pass(INTERVAL);
        assertThat(said()).isEmpty();
    }

    @Test
    void shouldConfirmAndResolveAtOnceWithTheNumbersOfThatMoment() {
        complete(20, "2025-06-03T10:00:00Z", 1.5);
        complete(1, "2025-06-03T11:00:00Z", 1.5);
        assertThat(said()).containsExactly("pending warning n 20");

        complete(100, "2025-06-04T10:00:00Z", 1.5);
        assertThat(said()).containsExactly("firing critical n 121");
        complete(1, "2025-06-04T11:00:00Z", 1.5);
        assertThat(said()).isEmpty();

        complete(120, "2025-06-10T10:00:00Z", 1);
        complete(1, "2025-06-11T10:00:00Z", 1);
        assertThat(said()).containsExactly("resolved critical n 122");
        stream.pass(INTERVAL);
        assertThat(said()).as("nothing is left to say of what has ended").isEmpty();
    }

    @Test
    void shouldNotSayAgainWhatWasTakenBack() {
        complete(20, "2025-06-03T10:00:00Z", 1.5);
        assertThat(said()).containsExactly("pending warning n 20");

        String id = complete(1, "2025-06-03T10:00:00Z", 1.5);
        send(id, "'kind':'voided','revision':1", "2025-06-03T10:00:00Z", 1.5);
        stream.tick();

        stream.pass(INTERVAL);
        assertThat(said()).isEmpty();
    }

    @Test
    void shouldSayTheLastNumbersWhereTheInputEnds() {
        complete(20, "2025-06-03T10:00:00Z", 1.5);
        complete(3, "2025-06-03T11:00:00Z", 1.5);
        assertThat(said()).containsExactly("pending warning n 20");

        stream.endOfInput();

        assertThat(said()).containsExactly("pending warning n 23");
    }

    /** What was said of the cohort's ROI since it was last asked. */
    private List<String> said() {
        return stream.read(Topics.ROI_ALERTS).stream()
                .filter(alert -> alert.at("rule").equals("roi_variance"))
                .filter(alert -> alert.at("subject").equals("cohort-u"))
                .map(AlertUpdatesTest::shortly)
                .toList();
    }

    private static String shortly(Out alert) {
        return alert.at("status") + " " + alert.at("severity") + " n " + alert.at("n");
    }

    /** Each by a learner of its own, looked at together. */
    private String complete(int count, String at, double roi) {
        String id = "";
        for (int i = 0; i < count; i++) {
            id = Integer.toString(completions++);
            String learner = "L" + id;
            stream.send(
                    Topics.LEARNERS,
                    learner,
                    "{'learner_id':'" + learner + "','status':'active','registered_at':'2025-05-01T00:00:00Z',"
                            + "'updated_at':'2025-05-01T00:00:00Z','cohort':'cohort-u'}");
            send(id, "'kind':'completed'", at, roi);
        }
        stream.tick();
        return id;
    }

    private void send(String id, String kind, String at, double roi) {
        stream.send(
                Topics.COMPLETIONS,
                "L" + id,
                "{'event_id':'e-" + id + kind.hashCode() + "','completion_id':'c-" + id + "','learner_id':'L" + id
                        + "','workflow_id':'wf-1'," + kind + ",'completed_at':'" + at
                        + "','capabilities_added':1,'duration_hours':1,'completion_rate':1,'cost':100,'benefit':"
                        + Math.round(100 * roi) + ",'currency':'EUR'}");
    }
}
