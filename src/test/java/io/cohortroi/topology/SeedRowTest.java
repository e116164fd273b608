package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's example, through the whole topology. */
class SeedRowTest {
    @TempDir
    Path state;

    private TopologyFixture stream;

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(state);
        stream.send(
                "workflows",
                "wf-045@1",
                "{'workflow_id':'wf-045','name':'Async patterns','domain':'engineering','components':['async-patterns'],"
                        + "'duration_minutes':720,'difficulty':'advanced','hands_on_share':0.5,"
                        + "'retention_requirement':0.5}");
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    @Test
    void shouldEmitTheRowOfTheContract() {
        stream.send(
                        "learners",
                        "L001",
                        "{'learner_id':'L001','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                                + "'updated_at':'2025-01-01T00:00:00Z','cohort':'cohort-001','attributes':{}}")
                .send("training-completions", "L001", completion("0"));

        List<Out> records = stream.read("roi-records");

        assertThat(records).hasSize(1);
        Out record = records.get(0);
        assertThat(record.key()).isEqualTo("L001");
        assertThat(record.value().toString())
                .startsWith("{\"timestamp\":\"2025-10-20T10:30:00Z\",\"learner_id\":\"L001\",\"cohort\":\"cohort-001\","
                        + "\"archetype\":\"Generalist\",\"workflow_id\":\"wf-045\",\"capabilities_added\":8,\"cost\":2400,"
                        + "\"duration_hours\":12,\"completion_rate\":0.95,\"roi_multiplier\":1.92,"
                        + "\"completion_id\":\"C1\",\"event_id\":\"E1\",\"revision\":0,\"kind\":\"completed\","
                        + "\"record_version\":0,\"supersedes\":null,\"benefit\":4608,\"benefit_source\":\"default\","
                        + "\"cost_source\":\"event\",\"roi_percent\":92,\"baseline_roi\":1,\"baseline_version\":0,"
                        + "\"roi_vs_baseline\":1.92,");
        stream.tick();
        Map<String, Out> metrics = stream.latest("cohort-metrics");
        assertThat(metrics).containsKeys("cohort-001", "archetype:Generalist", "overall:all");
        assertThat(metrics.get("cohort-001").at("mean_roi")).isEqualTo("1.92");
        assertThat(metrics.get("cohort-001").at("learners")).isEqualTo("1");
        assertThat(metrics.get("cohort-001").at("total_cost")).isEqualTo("2400");
        Map<String, Out> ledger = stream.latest("conservation-ledger");
        assertThat(ledger.get("training-completions/0").at("applied")).isEqualTo("1");
    }

    @Test
    void shouldWaitForTheLearnerAndThenApply() {
        stream.send("training-completions", "L001", completion("0")).tick();
        assertThat(stream.read("roi-records")).isEmpty();
        assertThat(stream.latest("conservation-ledger")
                        .get("training-completions/0")
                        .at("waiting"))
                .isEqualTo("1");

        stream.send(
                        "learners",
                        "L001",
                        "{'learner_id':'L001','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                                + "'updated_at':'2025-01-01T00:00:00Z','cohort':'cohort-001'}")
                .tick();

        assertThat(stream.read("roi-records"))
                .singleElement()
                .satisfies(record -> assertThat(record.at("cohort")).isEqualTo("cohort-001"));
        assertThat(stream.latest("conservation-ledger")
                        .get("training-completions/0")
                        .at("waiting"))
                .isEqualTo("0");
    }

    private static String completion(String revision) {
        return "{'event_id':'E1','completion_id':'C1','learner_id':'L001','workflow_id':'wf-045','kind':'completed',"
                + "'completed_at':'2025-10-20T12:30:00+02:00','capabilities_added':8,'duration_hours':12.0,"
                + "'completion_rate':0.95,'cost':2400.00,'revision':" + revision + "}";
    }
}
