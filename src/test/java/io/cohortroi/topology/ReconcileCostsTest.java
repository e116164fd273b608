package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.testing.TopologyFixture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records and the finance ledger held against each other in the stream, and what a late invoice changes. */
class ReconcileCostsTest {
    private static final String NOT_SAID = "";

    @TempDir
    Path state;

    private TopologyFixture stream;
    private final Map<String, JsonNode> records = new TreeMap<>();
    private final Map<String, JsonNode> rows = new TreeMap<>();
    private final Map<String, JsonNode> alerts = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        stream = TopologyFixture.start(state);
        for (String learner : List.of("L1", "L2", "L3")) {
            learner(learner, "cohort-" + learner);
        }
    }

    @AfterEach
    void stop() {
        stream.close();
    }

    private void learner(String id, String cohort) {
        stream.send(
                "learners",
                id,
                "{'learner_id':'" + id + "','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                        + "'updated_at':'2025-01-01T00:00:00Z','cohort':'" + cohort + "','attributes':{}}");
    }

    private void completion(String learner, String id, String day, String cost) {
        revision(learner, id, day, cost, 0, "completed");
    }

    private void revision(String learner, String id, String day, String cost, int revision, String kind) {
        stream.send(
                "training-completions",
                learner,
                "{'event_id':'e-" + id + "-" + revision + "','completion_id':'" + id + "','learner_id':'" + learner
                        + "','workflow_id':'wf-1','kind':'" + kind + "','completed_at':'" + day + "T00:00:00Z',"
                        + "'capabilities_added':1,'duration_hours':1,'completion_rate':1,'cost':" + cost
                        + ",'benefit':10000,'currency':'EUR','revision':" + revision + "}");
    }

    /** Something that nobody pays for happens, and the stream has come that far. */
    private void clockAt(String day) {
        stream.send(
                "learner-activity",
                "L1",
                "{'event_id':'a-" + day + "','learner_id':'L1','type':'session','occurred_at':'" + day
                        + "T00:00:00Z'}");
    }

    private void entry(String id, String period, String amount, String postedAt) {
        stream.send("finance-ledger", "wf-1", entryJson(id, period, amount, postedAt));
    }

    private static String entryJson(String id, String period, String amount, String postedAt) {
        return "{'entry_id':'" + id + "','workflow_id':'wf-1','period':'" + period
                + "','category':'delivery','amount':" + amount + ",'currency':'EUR'"
                + (postedAt.isEmpty() ? "" : ",'posted_at':'" + postedAt + "'") + "}";
    }

    private void settle() {
        stream.tick().tick();
        stream.read("roi-records")
                .forEach(record -> records.merge(
                        record.at("completion_id"),
                        record.value(),
                        (a, b) -> a.get("record_version").asInt()
                                        > b.get("record_version").asInt()
                                ? a
                                : b));
        stream.latest("cost-reconciliation").forEach((key, row) -> rows.put(key, row.value()));
        stream.read("roi-alerts").stream()
                .filter(alert -> alert.value().isNull() || alert.at("rule").equals("cost_variance"))
                .forEach(alert -> alerts.put(alert.key(), alert.value()));
    }

    /** Completions, charged, ledger, variance, status, adjustment and unbooked of a month. */
    private String row(String period) {
        for (JsonNode row : rows.get("wf-1").get("periods")) {
            if (row.get("period").asText().equals(period)) {
                StringBuilder text = new StringBuilder();
                for (String field : List.of(
                        "completions", "charged", "ledger", "variance_pct", "status", "adjustment", "unbooked")) {
                    text.append(row.get(field).asText()).append(' ');
                }
                return text.append(row.get("closed").asBoolean() ? "closed" : "open")
                        .toString();
            }
        }
        return "none";
    }

    private String alert(String subject) {
        return alerts.values().stream()
                .filter(alert ->
                        !alert.isNull() && alert.get("subject").asText().equals(subject))
                .map(alert -> alert.get("status").asText() + " "
                        + alert.get("variance_pct").asText())
                .reduce("none", (first, second) -> second);
    }

    @Test
    void shouldPassOnePointNinePercentAndAlertAtTwoPointOne() {
        completion("L1", "C1", "2025-01-15", "10190");
        completion("L2", "C2", "2025-02-15", "10210");
        entry("E1", "2025-01", "10000", NOT_SAID);
        entry("E2", "2025-02", "10000", NOT_SAID);
        settle();
        assertThat(row("2025-01")).isEqualTo("1 10190 10000 1.9 matched 0 0 closed");
        assertThat(row("2025-02")).isEqualTo("1 10210 10000 2.1 differs 0 0 open");
        assertThat(alerts).isEmpty();

        clockAt("2025-03-01");
        settle();
        assertThat(row("2025-02")).isEqualTo("1 10210 10000 2.1 differs 0 0 closed");
        assertThat(alert("wf-1@2025-02")).isEqualTo("firing 2.1");
        assertThat(alert("wf-1@2025-01")).isEqualTo("none");
        assertThat(rows.get("wf-1").get("updated_at").asText()).isEqualTo("2025-03-01T00:00:00Z");

        entry("E3", "2025-02", "200", "2025-03-20T00:00:00Z");
        settle();
        assertThat(row("2025-02")).isEqualTo("1 10210 10200 0.098039215686 matched 0 0 closed");
        assertThat(alert("wf-1@2025-02")).isEqualTo("resolved 0.098039215686");
        assertThat(records.get("C2").get("record_version").asInt()).isZero();

        clockAt("2025-03-31");
        settle();
        assertThat(alerts.values()).allMatch(JsonNode::isNull).hasSize(1);
    }
}
