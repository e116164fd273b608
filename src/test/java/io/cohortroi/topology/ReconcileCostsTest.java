package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.testing.TopologyFixture.Out;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

    private void entry(String id, String period, String amount, String postedAt) {
        stream.send("finance-ledger", "wf-1", entryJson(id, period, amount, postedAt));
    }

    private static String entryJson(String id, String period, String amount, String postedAt) {
        return "{'entry_id':'" + id + "','workflow_id':'wf-1','period':'" + period
                + "','category':'delivery','amount':" + amount + ",'currency':'EUR'"
                + (postedAt.isEmpty() ? "" : ",'posted_at':'" + postedAt + "'") + "}";
    }

    private void settle() {
        stream.tick().pass(StandingDifferences.LONG_ENOUGH).tick();
        read();
    }

    private void read() {
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

    /** Finance books and takes back while no event comes: alerts of one event day would be taken for one. */
    @Test
    void shouldRaiseAnAlertAgainWithTheNextEventDay() {
        completion("L1", "C1", "2025-01-15", "1000");
        entry("E1", "2025-01", "500", "2025-01-20T00:00:00Z");
        stream.clockAt("2025-03-01");
        settle();
        assertThat(alert("wf-1@2025-01")).isEqualTo("firing 100");

        entry("E2", "2025-01", "500", "2025-01-21T00:00:00Z");
        settle();
        assertThat(alert("wf-1@2025-01")).startsWith("resolved");

        entry("E3", "2025-01", "500", "2025-01-22T00:00:00Z");
        settle();
        assertThat(alert("wf-1@2025-01")).startsWith("resolved");

        stream.clockAt("2025-03-02");
        settle();
        assertThat(alert("wf-1@2025-01")).startsWith("firing -33.3");
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

        stream.clockAt("2025-03-01");
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

        stream.clockAt("2025-03-31");
        settle();
        assertThat(alerts.values()).allMatch(JsonNode::isNull).hasSize(1);
    }

    @Test
    void shouldNotAlertOfAMonthWhosePartitionsComeOneAfterTheOther() {
        completion("L1", "C1", "2025-01-15", "4000");
        entry("E1", "2025-01", "10000", NOT_SAID);
        stream.clockAt("2025-02-03");
        stream.tick().pass(StandingDifferences.LONG_ENOUGH.minusSeconds(5)).tick();
        read();
        assertThat(row("2025-01")).isEqualTo("1 4000 10000 -60 differs 0 0 closed");
        completion("L3", "C3", "2025-01-16", "2000");
        stream.tick().pass(StandingDifferences.LONG_ENOUGH.minusSeconds(5)).tick();
        completion("L2", "C2", "2025-01-16", "4000");
        settle();
        assertThat(row("2025-01")).isEqualTo("3 10000 10000 0 matched 0 0 closed");
        assertThat(alerts).isEmpty();
    }

    /** 9,790 charged against 10,000, then an invoice of 600 that comes in the middle of the next month. */
    private void lateInvoice(String postedAt) {
        completion("L1", "C1", "2025-01-15", "3000");
        completion("L2", "C2", "2025-01-16", "6790");
        entry("E1", "2025-01", "10000", NOT_SAID);
        stream.clockAt("2025-02-14");
        settle();
        assertThat(row("2025-01")).isEqualTo("2 9790 10000 -2.1 differs 0 0 closed");
        assertThat(alert("wf-1@2025-01")).isEqualTo("firing -2.1");
        entry("E2", "2025-01", "600", postedAt);
        settle();
    }

    private String record(String completion) {
        JsonNode record = records.get(completion);
        return record.get("record_version").asText() + " after "
                + record.get("supersedes").asText() + ": "
                + record.get("cost").asText() + " with "
                + record.at("/inputs/cost_adjustment").asText("");
    }

    private Map<String, String> totalCosts() {
        Map<String, String> costs = new TreeMap<>();
        stream.latest("cohort-metrics").forEach((scope, out) -> {
            if (!scope.startsWith("archetype:")) {
                costs.put(scope, out.at("total_cost"));
            }
        });
        return costs;
    }

    @Test
    void shouldSpreadALateInvoiceOverTheRecordsOfItsWorkflowAndMonth() {
        completion("L3", "C3", "2025-02-01", "50");
        lateInvoice("2025-02-12T00:00:00Z");

        assertThat(record("C1")).isEqualTo("1 after 0: 3183.86 with 183.86");
        assertThat(record("C2")).isEqualTo("1 after 0: 7206.14 with 416.14");
        assertThat(record("C3")).isEqualTo("0 after null: 50 with ");
        assertThat(records.get("C1").get("roi_multiplier").asText()).isEqualTo("3.14084161992");
        assertThat(row("2025-01")).isEqualTo("2 10390 10600 -1.981132075472 matched 600 0 closed");
        assertThat(alert("wf-1@2025-01")).isEqualTo("resolved -1.981132075472");
        assertThat(totalCosts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cohort-L1", "3183.86", "cohort-L2", "7206.14", "cohort-L3", "50", "overall:all", "10440"));
    }

    @Test
    void shouldTakeAnEntryThatSaysNothingForLateOnceItsMonthWasPublishedAsClosed() {
        lateInvoice(NOT_SAID);
        assertThat(row("2025-01")).isEqualTo("2 10390 10600 -1.981132075472 matched 600 0 closed");
    }

    @Test
    void shouldNotAdjustForAnEntryThatWasPostedInTime() {
        lateInvoice("2025-02-10T23:59:59Z");
        assertThat(row("2025-01")).isEqualTo("2 9790 10600 -7.641509433962 differs 0 0 closed");
        assertThat(record("C1")).isEqualTo("0 after null: 3000 with ");
    }

    @Test
    void shouldSpreadAnewWhatIsCorrectedVoidedOrComesAfterwards() {
        lateInvoice("2025-02-12T00:00:00Z");

        completion("L3", "C3", "2025-01-20", "100");
        settle();
        assertThat(row("2025-01")).isEqualTo("3 10490 10600 -1.037735849057 matched 600 0 closed");
        assertThat(record("C3")).endsWith(": 106.07 with 6.07");
        assertThat(record("C1")).isEqualTo("2 after 1: 3182 with 182");

        revision("L1", "C1", "2025-01-15", "5000", 1, "corrected");
        stream.clockAt("2025-02-21");
        settle();
        assertThat(row("2025-01")).isEqualTo("3 11890 10600 12.169811320755 differs 0 0 closed");
        assertThat(record("C1")).endsWith(": 5000 with ");
        assertThat(record("C2")).endsWith(": 6790 with ");
        assertThat(alert("wf-1@2025-01")).isEqualTo("firing 12.169811320755");

        revision("L1", "C1", "2025-01-15", "0", 2, "voided");
        settle();
        assertThat(row("2025-01")).isEqualTo("2 7490 10600 -29.339622641509 differs 600 0 closed");
        assertThat(record("C1")).endsWith(": 0 with ");
        assertThat(record("C2")).endsWith(": 7381.29 with 591.29");
        assertThat(record("C3")).endsWith(": 108.71 with 8.71");
        learner("L2", "cohort-L1");
        settle();
        assertThat(record("C2")).endsWith(": 7381.29 with 591.29");
        assertThat(totalCosts()).containsEntry("cohort-L1", "7381.29").containsEntry("overall:all", "7490");
    }

    @Test
    void shouldSayWhatRoundingLeaves() {
        for (String learner : List.of("L1", "L2", "L3")) {
            completion(learner, "C-" + learner, "2025-01-15", "1");
        }
        entry("E1", "2025-01", "3", NOT_SAID);
        entry("E2", "2025-01", "10", "2025-02-20T00:00:00Z");
        settle();
        assertThat(row("2025-01")).isEqualTo("3 3 13 -76.923076923077 differs 0 0 open");

        stream.clockAt("2025-02-20");
        settle();
        assertThat(row("2025-01")).isEqualTo("3 12.99 13 -0.076923076923 matched 10 0.01 closed");
        assertThat(records.values())
                .allMatch(record -> record.get("cost").asText().equals("4.33"));
    }

    @Test
    void shouldGiveCompletionsThatCostNothingTheSameShareOfALateInvoice() {
        completion("L1", "C1", "2025-01-15", "0");
        completion("L2", "C2", "2025-01-16", "0");
        entry("E1", "2025-01", "9", "2025-02-20T00:00:00Z");
        stream.clockAt("2025-02-20");
        settle();
        assertThat(row("2025-01")).isEqualTo("2 9 9 0 matched 9 0 closed");
        assertThat(record("C1")).isEqualTo("1 after 0: 4.5 with 4.5");
        assertThat(records.get("C2").get("roi_multiplier").asText()).isEqualTo("2222.222222222222");
    }

    @Test
    void shouldCountEveryEntryOnceAndRefuseWhatBreaksARule() {
        completion("L1", "C1", "2025-01-15", "100");
        entry("E1", "2025-01", "60", "2025-01-20T00:00:00Z");
        entry("E1", "2025-01", "60.00", "2025-01-20T00:00:00Z");
        entry("E1", "2025-01", "100", "2025-01-21T00:00:00Z");
        entry("E1", "2025-01", "70", "2025-01-19T00:00:00Z");
        entry("E1", "2025-01", "60", "2025-01-20T00:00:00Z");
        String good = entryJson("E2", "2025-01", "1", NOT_SAID);
        stream.send("finance-ledger", "wf-2", good)
                .send("finance-ledger", "wf-1", good.replace("EUR", "CHF"))
                .send("finance-ledger", "wf-1", good.replace("2025-01", "2025-13"))
                .send("finance-ledger", "wf-1", "{")
                .send("finance-ledger", "wf-1", entryJson("E3", "2025-01", "1", "2026-01-02T00:00:01Z"))
                .sendBytes("finance-ledger", "wf-1".getBytes(StandardCharsets.UTF_8), null);
        settle();

        assertThat(row("2025-01")).isEqualTo("1 100 100 0 matched 0 0 open");
        assertThat(stream.read("dead-letters"))
                .extracting(letter -> letter.headers().get("cohort-roi-reason"))
                .containsExactly("key-mismatch", "currency", "invalid", "malformed", "future", "invalid");
        Out ledger = stream.latest("conservation-ledger").get("finance-ledger/0");
        assertThat(List.of("input", "applied", "duplicate", "superseded", "waiting", "dead_lettered"))
                .extracting(ledger::at)
                .containsExactly("11", "1", "2", "2", "0", "6");
    }

    @Test
    void shouldEndEqualInEveryOrderWithTotalsToTheCent() {
        for (long seed = 1; seed <= 6; seed++) {
            List<Runnable> sends = anything(new Random(seed));
            Map<String, String> first = factsOf(sends, "seed " + seed + " as told");
            Collections.shuffle(sends, new Random(-seed));
            assertThat(factsOf(sends, "seed " + seed + " shuffled"))
                    .as("seed %d", seed)
                    .isEqualTo(first);
        }
    }

    /** Completions of which some are corrected or voided, and entries of which some are late or come twice. */
    private List<Runnable> anything(Random random) {
        List<Runnable> sends = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String learner = "L" + (1 + random.nextInt(3));
            String id = "C" + i;
            for (int revision = random.nextInt(3); revision >= 0; revision--) {
                String kind = revision == 0 ? "completed" : random.nextInt(4) == 0 ? "voided" : "corrected";
                String day = "2025-0" + (1 + random.nextInt(3)) + "-1" + random.nextInt(10);
                String cost = random.nextInt(5) == 0 ? "0" : random.nextInt(900) + "." + (10 + random.nextInt(90));
                int number = revision;
                sends.add(() -> revision(learner, id, day, cost, number, kind));
            }
        }
        for (int i = 0; i < 12; i++) {
            String period = "2025-0" + (1 + random.nextInt(3));
            String amount = (random.nextInt(4) == 0 ? "-" : "") + random.nextInt(2000) + "." + random.nextInt(1000);
            String postedAt = random.nextBoolean() ? "2025-01-20T00:00:00Z" : "2025-05-0" + (1 + i % 9) + "T00:00:00Z";
            String id = "E" + random.nextInt(10);
            sends.add(() -> entry(id, period, amount, postedAt));
        }
        sends.add(() -> stream.clockAt("2025-05-01"));
        return sends;
    }

    private Map<String, String> factsOf(List<Runnable> sends, String name) {
        stop();
        records.clear();
        rows.clear();
        stream = TopologyFixture.start(state.resolve(name));
        for (String learner : List.of("L1", "L2", "L3")) {
            learner(learner, "cohort-" + learner);
        }
        int sent = 0;
        for (Runnable send : sends) {
            send.run();
            if (++sent % 7 == 0) {
                settle();
            }
        }
        settle();
        Map<String, String> facts = new TreeMap<>();
        Map<String, BigDecimal> charged = new TreeMap<>();
        BigDecimal total = BigDecimal.ZERO;
        for (JsonNode record : records.values()) {
            BigDecimal cost = record.get("cost").decimalValue();
            charged.merge(record.get("timestamp").asText().substring(0, 7), cost, BigDecimal::add);
            total = total.add(cost);
            facts.put(record.get("completion_id").asText(), cost.toPlainString());
        }
        for (JsonNode row : rows.get("wf-1").get("periods")) {
            String period = row.get("period").asText();
            facts.put(period, row(period));
            assertThat(row.get("charged").decimalValue())
                    .as("%s %s", name, period)
                    .isEqualByComparingTo(charged.getOrDefault(period, BigDecimal.ZERO));
            assertThat(row.get("unbooked").decimalValue().abs())
                    .as("%s %s", name, period)
                    .isLessThanOrEqualTo(new BigDecimal("0.005")
                            .multiply(row.get("completions").decimalValue()));
        }
        assertThat(stream.latest("cohort-metrics").get("overall:all").at("total_cost"))
                .as(name)
                .isEqualTo(
                        total.signum() == 0 ? "0" : total.stripTrailingZeros().toPlainString());
        return facts;
    }
}
