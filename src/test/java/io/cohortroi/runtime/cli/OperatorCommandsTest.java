package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.testing.RunningInstance;
import io.cohortroi.testing.TopicContract;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator does with dead letters and learners, on a running instance with its sink. */
class OperatorCommandsTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    static Path data;

    private static RunningInstance stream;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        stream = RunningInstance.start(data, true);
    }

    @AfterAll
    static void stop() {
        stream.close();
    }

    @Test
    void shouldListShowAndSendBackDeadLettersOnce() throws Exception {
        byte[] broken = {'{', '"', (byte) 0xFF, 0};
        byte[] key = bytes("D1");
        RecordMetadata place = stream.send("training-completions", key, broken, Map.of("ce_id", bytes("x1")));
        String id = "training-completions-" + place.partition() + "@" + place.offset();
        stream.send("learner-activity", "D1", "{'event_id':'DE1'}");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> run("dead-letters", "list", "--json") == 0
                        && letters().size() >= 2
                        && lettersOf("training-completions") == 1);

        assertThat(run("dead-letters", "list", "--reason", "malformed")).isZero();
        assertThat(out.toString())
                .contains(id, "malformed", "1 dead letters: {malformed=1}.")
                .doesNotContain("D1");

        assertThat(run("dead-letters", "show", id)).isZero();
        assertThat(out.toString())
                .contains("reason             malformed", "header ce_id       x1", "key                D1")
                .contains("value              0x7b22ff00");
        assertThat(run("dead-letters", "show", id, "--json")).isZero();
        assertThat(Base64.getDecoder().decode(json().path("value_base64").asText()))
                .isEqualTo(broken);

        assertThat(run("dead-letters", "redrive", "--reason", "malformed", "--dry-run"))
                .isZero();
        assertThat(out.toString()).contains("1 letters match, 1 would be sent back.");
        assertThat(run("dead-letters", "redrive", id, "--json")).isZero();
        assertThat(json().path("redriven").asInt()).isEqualTo(1);

        List<ConsumerRecord<byte[], byte[]>> now = stream.read("training-completions").stream()
                .filter(each -> Arrays.equals(each.key(), key))
                .toList();
        assertThat(now).hasSize(2);
        assertThat(now.get(1).value()).isEqualTo(broken);
        assertThat(now.get(1).partition()).isEqualTo(place.partition());
        assertThat(now.get(1).headers().toArray())
                .containsExactly(now.get(0).headers().toArray());
        assertThat(stream.read("redriven-letters")).singleElement().satisfies(mark -> {
            assertThat(new String(mark.key(), StandardCharsets.UTF_8)).isEqualTo(id);
            TopicContract.assertConforms("redriven-letters", mark.value());
        });

        assertThat(run("dead-letters", "redrive", id)).isZero();
        assertThat(out.toString()).contains("0 sent back.", "1 sent back before");
        assertThat(run("dead-letters", "redrive", id, "--again")).isZero();
        assertThat(out.toString()).contains("1 sent back.");
        assertThat(run("dead-letters", "show", id, "--json")).isZero();
        assertThat(json().path("redriven").asInt()).isEqualTo(2);

        // What failed again is a letter of its own, at its new place.
        await().atMost(Duration.ofSeconds(90))
                .until(() -> run("dead-letters", "list", "--json") == 0 && lettersOf("training-completions") == 3);
    }

    @Test
    void shouldRefuseWhatItCannotDo() {
        assertThat(run("dead-letters", "redrive")).isEqualTo(2);
        assertThat(run("dead-letters", "list", "--reason", "bad-luck")).isEqualTo(2);
        assertThat(err.toString()).contains("--reason is one of malformed, invalid");
        assertThat(run("dead-letters", "list", "--since", "yesterday")).isEqualTo(2);
        assertThat(run("dead-letters", "show", "learners-0@999")).isEqualTo(1);
        assertThat(run("dead-letters", "redrive", "learners-0@999")).isEqualTo(1);
        assertThat(run("erase", "")).isEqualTo(2);
        assertThat(run("erase", "E9", "--check", "--files", data.resolve("gone").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is no folder");
    }

    @Test
    void shouldEraseALearnerEverywhereAndProveIt(@TempDir Path reports) throws Exception {
        stream.send("learners", "E1", profile("E1"));
        stream.send("learners", "E2", profile("E2"));
        stream.send("training-completions", "E1", completion("E1", "EC1", ",'cost':2400,'benefit':4608"));
        stream.send("training-completions", "E2", completion("E2", "EC2", ",'cost':2400,'benefit':4608"));
        stream.send("training-completions", "E1", completion("E1", "EC3", "")); // waits for its workflow
        stream.send(
                "learner-activity",
                "E1",
                "{'event_id':'EA1','learner_id':'E1','type':'session'," + "'occurred_at':'2025-02-02T00:00:00Z'}");
        stream.send("learner-activity", "E1", "{'event_id':'EA2','learner_id':'E1','type':'magic'}");
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
            assertThat(linesOf("E1")).isEqualTo(1);
            assertThat(stream.latest("learner-profiles")).containsKeys("E1", "E2");
            assertThat(cohort().path("learners").asInt()).isEqualTo(2);
            assertThat(cohort().path("completions").asInt()).isEqualTo(2);
        });
        assertThat(run("erase", "E1", "--check")).isEqualTo(1);

        Path file = reports.resolve("proof.json");
        assertThat(run("erase", "E1", "--json", "--report", file.toString())).isZero();

        JsonNode proof = json();
        assertThat(JSON.readTree(file.toFile())).isEqualTo(proof);
        assertThat(proof.toString()).doesNotContain("\"E1\"");
        assertThat(proof.path("learner").asText()).matches("hmac-sha256:[0-9a-f]{64}");
        assertThat(proof.path("left").asInt()).isZero();
        assertThat(proof.path("tombstones")).hasSize(1);
        assertThat(place(proof, "topic learner-profiles")).isEqualTo("1 before, 0 after");
        assertThat(place(proof, "topic roi-records")).isEqualTo("1 before, 0 after");
        assertThat(place(proof, "store learners")).isEqualTo("1 before, 0 after");
        assertThat(place(proof, "store completions")).isEqualTo("2 before, 0 after");
        assertThat(place(proof, "store waiting-completions")).isEqualTo("1 before, 0 after");
        assertThat(place(proof, "store learner-timelines")).isEqualTo("3 before, 0 after");
        assertThat(place(proof, "store activity-ids")).isEqualTo("1 before, 0 after");
        assertThat(place(proof, "files " + data.resolve("roi-records"))).isEqualTo("1 before, 0 after");
        assertThat(place(proof, "topic training-completions")).isEqualTo("2 before, 2 after");
        assertThat(place(proof, "topic dead-letters")).isEqualTo("1 before, 1 after");
        assertThat(proof.path("places")).allSatisfy(row -> {
            if (row.path("in_log").asInt() > 0) {
                assertThat(row.path("gone_by").asText()).startsWith("20");
            }
        });

        assertThat(run("erase", "E1", "--check")).isZero();
        assertThat(run("erase", "E2", "--check")).isEqualTo(1);
        assertThat(linesOf("E1")).isZero();
        assertThat(linesOf("E2")).isEqualTo(1);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(cohort().path("learners").asInt()).isEqualTo(1));
        assertThat(cohort().path("completions").asInt()).isEqualTo(2);
        assertThat(cohort().path("total_cost").asInt()).isEqualTo(4800);

        // What is in the dead letters of an erased learner is not stored anew.
        assertThat(run("dead-letters", "redrive", "--reason", "invalid", "--topic", "learner-activity", "--json"))
                .isZero();
        assertThat(json().path("skipped").path("erased_learner").asInt()).isEqualTo(1);
    }

    @Test
    void shouldExplainARecordFromItsInputsByteForByte() throws Exception {
        stream.send("capabilities", "async@1", "{'component':'async','category':'async','discovered':9,'value':100}");
        stream.send("capabilities", "sql@1", "{'component':'sql','category':'domain','discovered':9,'value':25}");
        assertThat(stream.awaitInput("capabilities", 2)).containsEntry("applied", 2L);
        stream.send(
                "workflows",
                "wf-x@1",
                "{'workflow_id':'wf-x','name':'X','domain':'d','components':['async','sql','none'],"
                        + "'duration_minutes':60,'difficulty':'beginner','hands_on_share':0.5,"
                        + "'retention_requirement':0.5,'fixed_cost':10.5,'hourly_cost':3,"
                        + "'isolation':0.6,'confidence':0.8}");
        assertThat(stream.awaitInput("workflows", 1)).containsEntry("applied", 1L);
        stream.send("learners", "X1", profile("X1").replace("cohort-e", "cohort-x"));
        stream.send("training-completions", "X1", completion("X1", "XC1", "").replace("wf-e", "wf-x"));
        stream.send("training-completions", "X1", completion("X1", "XC2", ",'cost':0,'benefit':4608"));
        stream.send(
                "training-completions",
                "X1",
                completion("X1", "XC3", ",'cost':2400")
                        .replace("wf-e", "wf-x")
                        .replace("'capabilities_added':8", "'capabilities':['a','b','c']"));
        stream.send("training-completions", "X1", completion("X1", "XC4", ",'cost':1,'benefit':1"));
        stream.send(
                "training-completions",
                "X1",
                completion("X1", "XC4", ",'revision':1")
                        .replace("completed'", "voided'")
                        .replace("E-XC4", "E-XC4v"));
        await().atMost(Duration.ofSeconds(90))
                .until(() -> stream.read("roi-records").stream()
                                .filter(each -> Arrays.equals(each.key(), bytes("X1")))
                                .count()
                        >= 5);

        assertThat(run("explain", "X1/XC1")).isZero();
        assertThat(out.toString())
                .contains("8 units x 62.5 value x 0.6 isolation x 0.8 estimate confidence")
                .contains("10.5 fixed + 3 an hour x 12 hours", "240 benefit / 46.5 cost")
                .contains("baseline, theoretical", "the same, byte for byte");
        assertThat(run("explain", "X1/XC1", "--json")).isZero();
        assertThat(json().path("identical").asBoolean()).isTrue();
        assertThat(json().path("inputs"))
                .extracting(input -> input.path("what").asText())
                .containsExactly(
                        "completion", "profile", "workflow", "component", "component", "baseline, theoretical");
        String place = json().path("place").asText();
        assertThat(run("explain", place, "--json")).isZero();
        assertThat(json().path("record").path("completion_id").asText()).isEqualTo("XC1");
        for (String completion : List.of("XC2", "XC3", "XC4")) {
            assertThat(run("explain", "X1/" + completion)).as(completion).isZero();
            assertThat(out.toString()).contains("the same, byte for byte");
        }
        assertThat(run("explain", "--all", "--json")).isZero();
        assertThat(json().path("identical").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(json().path("different").asInt()).isZero();

        // A late invoice, and an event of the next month that closes the one it is for: 40 over the 46.5 and 2400.
        stream.send(
                "finance-ledger",
                "wf-x",
                "{'entry_id':'I1','workflow_id':'wf-x','period':'2025-02','category':'delivery','amount':2486.5,"
                        + "'currency':'EUR','posted_at':'2025-03-20T00:00:00Z'}");
        stream.send(
                "learner-activity",
                "X1",
                "{'event_id':'XA','learner_id':'X1','type':'session','occurred_at':'2025-03-01T00:00:00Z'}");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> stream.read("roi-records").stream()
                                .filter(each -> each.value() != null
                                        && new String(each.value(), StandardCharsets.UTF_8)
                                                .contains("\"cost_adjustment\""))
                                .count()
                        >= 2);
        assertThat(run("explain", "X1/XC1")).isZero();
        assertThat(out.toString())
                .contains(
                        "10.5 fixed + 3 an hour x 12 hours + 0.76 of late entries in the finance ledger",
                        "the same, byte for byte");
        assertThat(run("explain", "--all", "--json")).isZero();
        assertThat(json().path("different").asInt()).isZero();

        // Valued otherwise than the stream did, it is not the same.
        assertThat(run("explain", "X1/XC1", "--set", "currency=JPY")).isEqualTo(1);
        assertThat(out.toString()).contains("the record is NOT the same");
        assertThat(run("explain", "X1/nothing")).isEqualTo(1);
        assertThat(run("explain")).isEqualTo(2);
    }

    private static String place(JsonNode proof, String name) {
        for (JsonNode row : proof.path("places")) {
            if (row.path("place").asText().equals(name)) {
                return row.path("found_before").asInt() + " before, "
                        + row.path("found_after").asInt() + " after";
            }
        }
        return "not looked at";
    }

    private static JsonNode cohort() {
        return stream.latest("cohort-metrics").getOrDefault("cohort-e", JSON.nullNode());
    }

    private static long linesOf(String learner) throws Exception {
        long found = 0;
        try (Stream<Path> files = Files.walk(data.resolve("roi-records"))) {
            for (Path file : files.filter(each -> each.toString().contains(".jsonl") && Files.isRegularFile(each))
                    .toList()) {
                found += Files.readString(file)
                        .lines()
                        .filter(line -> line.contains("\"learner_id\":\"" + learner + "\""))
                        .count();
            }
        }
        return found;
    }

    private static String profile(String learner) {
        return "{'learner_id':'" + learner + "','status':'active','registered_at':'2025-01-01T00:00:00Z',"
                + "'updated_at':'2025-01-01T00:00:00Z','cohort':'cohort-e'}";
    }

    private static String completion(String learner, String id, String money) {
        return "{'event_id':'E-" + id + "','completion_id':'" + id + "','learner_id':'" + learner
                + "','workflow_id':'wf-e','kind':'completed','completed_at':'2025-02-01T00:00:00Z',"
                + "'capabilities_added':8,'duration_hours':12,'completion_rate':0.95" + money + "}";
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(stream.options());
        return new CommandLine(new RootCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private List<JsonNode> letters() {
        List<JsonNode> letters = new ArrayList<>();
        json().path("letters").forEach(letters::add);
        return letters;
    }

    private long lettersOf(String topic) {
        return letters().stream()
                .filter(letter -> letter.path("topic").asText().equals(topic))
                .count();
    }

    private JsonNode json() {
        try {
            return JSON.readTree(out.toString());
        } catch (java.io.IOException e) {
            throw new AssertionError(out + "\n" + err, e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
