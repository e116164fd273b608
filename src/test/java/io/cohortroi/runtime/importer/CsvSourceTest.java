package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.testing.TopicContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
    private static final Pseudonyms KEYED = Pseudonyms.under("key".getBytes(StandardCharsets.UTF_8));
    // echo -n L001 | openssl dgst -sha256 -hmac key
    private static final String L001 = "d5fd1c278f3dddc15b373761ea2629ad1dbe359a5b947ba8c16c82b25a65c439";

    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    private final ImportTally tally = new ImportTally();

    @Test
    void shouldMapEveryFieldOfEveryFile() throws Exception {
        write(
                "workflows.csv",
                "workflow_id,name,domain,components,duration_minutes,difficulty,hands_on_share,retention_requirement,"
                        + "capability_value,fixed_cost,hourly_cost,isolation,confidence,version,effective_at",
                "wf-045,Async,backend,async-patterns; queues,720,advanced,0.50,1.0,576,0,200.00,1,0.8,2,"
                        + "2025-01-01T01:00:00+01:00");
        write("capabilities.csv", "component,category,discovered,value", "async-patterns,async,12,500.5");
        write(
                "cohorts.csv",
                "cohort_id,name,active,archetype,rule,priority,thresholds.variance_pct,thresholds.min_completions",
                "cohort-001,Sales,true,Specialist,\"{\"\"attribute\"\": \"\"department\"\", \"\"in\"\": [\"\"Sales\"\"]}\",7,15,30");
        write(
                "learners.csv",
                "learner_id,status,registered_at,updated_at,cohort,attributes.role,attributes.department",
                "L001,active,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,cohort-001,,Sales");
        write(
                "learner-activity.csv",
                "event_id,learner_id,type,occurred_at,domain,component,minutes,count,score,acted_on,repeat",
                "e1,L001,quiz,2025-02-01T00:00:00.250Z,backend,async-patterns,12.50,3,0.9,true,false");
        write(
                "training-completions.csv",
                "event_id,completion_id,learner_id,workflow_id,kind,completed_at,capabilities_added,capabilities,"
                        + "duration_hours,completion_rate,success,cost,cost_breakdown.delivery,benefit,currency,score,revision",
                "e2,c1,L001,wf-045,completed,2025-10-20T12:30:00+02:00,8,a;b,12,0.95,true,2400.00,2000,,EUR,0.7,",
                "e3,c1,L001,wf-045,voided,2025-10-21T00:00:00Z,,,,,,,,,,,1");

        assertThat(imported(KEYED))
                .containsExactly(
                        "cohorts cohort-001@1 {\"cohort_id\":\"cohort-001\",\"name\":\"Sales\",\"active\":true,"
                                + "\"archetype\":\"Specialist\",\"rule\":{\"attribute\":\"department\",\"in\":[\"Sales\"]},"
                                + "\"priority\":7,\"thresholds\":{\"variance_pct\":15,\"min_completions\":30}}",
                        "workflows wf-045@2 {\"workflow_id\":\"wf-045\",\"name\":\"Async\",\"domain\":\"backend\","
                                + "\"components\":[\"async-patterns\",\"queues\"],\"duration_minutes\":720,"
                                + "\"difficulty\":\"advanced\",\"hands_on_share\":0.5,\"retention_requirement\":1,"
                                + "\"capability_value\":576,\"fixed_cost\":0,\"hourly_cost\":200,\"isolation\":1,"
                                + "\"confidence\":0.8,\"version\":2,\"effective_at\":\"2025-01-01T00:00:00Z\"}",
                        "capabilities async-patterns@1 {\"component\":\"async-patterns\",\"category\":\"async\","
                                + "\"discovered\":12,\"value\":500.5}",
                        "learners " + L001 + " {\"learner_id\":\"" + L001 + "\",\"status\":\"active\","
                                + "\"registered_at\":\"2025-01-01T00:00:00Z\",\"updated_at\":\"2025-01-02T00:00:00Z\","
                                + "\"cohort\":\"cohort-001\",\"attributes\":{\"department\":\"Sales\"}}",
                        "learner-activity " + L001 + " {\"event_id\":\"" + KEYED.of("e1") + "\",\"learner_id\":\""
                                + L001
                                + "\",\"type\":\"quiz\",\"occurred_at\":\"2025-02-01T00:00:00.250Z\","
                                + "\"domain\":\"backend\",\"component\":\"async-patterns\",\"minutes\":12.5,\"count\":3,"
                                + "\"score\":0.9,\"acted_on\":true,\"repeat\":false}",
                        "training-completions " + L001 + " {\"event_id\":\"" + KEYED.of("e2")
                                + "\",\"completion_id\":\""
                                + KEYED.of("c1") + "\",\"learner_id\":\"" + L001 + "\",\"workflow_id\":\"wf-045\","
                                + "\"kind\":\"completed\",\"completed_at\":\"2025-10-20T10:30:00Z\","
                                + "\"capabilities_added\":8,\"capabilities\":[\"a\",\"b\"],\"duration_hours\":12,"
                                + "\"completion_rate\":0.95,\"success\":true,\"cost\":2400,"
                                + "\"cost_breakdown\":{\"delivery\":2000},\"currency\":\"EUR\",\"score\":0.7}",
                        "training-completions " + L001 + " {\"event_id\":\"" + KEYED.of("e3")
                                + "\",\"completion_id\":\""
                                + KEYED.of("c1") + "\",\"learner_id\":\"" + L001 + "\",\"workflow_id\":\"wf-045\","
                                + "\"kind\":\"voided\",\"completed_at\":\"2025-10-21T00:00:00Z\",\"revision\":1}");
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldSortByEventTimeWithReferenceDataFirstAndTiesInFileOrder() throws Exception {
        write("capabilities.csv", "component,category,discovered", "a,other,1");
        write(
                "learner-activity.csv",
                "event_id,learner_id,type,occurred_at",
                "late,L,session,2025-01-03T00:00:00Z",
                "tie-1,L,session,2025-01-02T00:00:00Z",
                "tie-2,L,session,2025-01-02T00:00:00Z",
                "before-1970,L,session,1969-01-01T00:00:00Z");
        write(
                "learners.csv",
                "learner_id,status,registered_at,updated_at",
                "L,active,2025-01-02T00:00:00Z,2025-01-02T00:00:00Z");

        assertThat(imported(Pseudonyms.none()))
                .extracting(event -> event.replaceAll("^(\\S+) .*?\"(event_id\":\"([^\"]+))?.*", "$1 $3")
                        .strip())
                .containsExactly(
                        "capabilities",
                        "learner-activity before-1970",
                        "learners",
                        "learner-activity tie-1",
                        "learner-activity tie-2",
                        "learner-activity late");
    }

    @Test
    void shouldReadCohortsFromJsonByTheSameRules() throws Exception {
        write(
                "cohorts.json",
                "[{\"cohort_id\": \"a\", \"name\": \"A\", \"active\": true,",
                "  \"rule\": {\"any\": [{\"attribute\": \"x\", \"equals\": \"1\"}]}, \"thresholds\": {\"variance_pct\": 12.5}},",
                " {\"cohort_id\": \"b c\", \"name\": \"B\", \"active\": true},",
                " 5,",
                " {\"cohort_id\": \"d\", \"name\": \"D\", \"active\": false, \"version\": 3}]");

        assertThat(imported(Pseudonyms.none()))
                .containsExactly(
                        "cohorts a@1 {\"cohort_id\":\"a\",\"name\":\"A\",\"active\":true,"
                                + "\"rule\":{\"any\":[{\"attribute\":\"x\",\"equals\":\"1\"}]},"
                                + "\"thresholds\":{\"variance_pct\":12.5}}",
                        "cohorts d@3 {\"cohort_id\":\"d\",\"name\":\"D\",\"active\":false,\"version\":3}");
        assertThat(rejections())
                .containsExactly(
                        "cohorts.json:3: cohort_id is 1 to 128 letters, digits, dots, underscores and hyphens, found 'b c'",
                        "cohorts.json:4: an element is a JSON object, found '5'");
    }

    @Test
    void shouldReportWhereJsonBreaksOffAndUseWhatCameBefore() throws Exception {
        write("cohorts.json", "[{\"cohort_id\": \"a\", \"name\": \"A\", \"active\": true},", "{\"cohort_id\": oops");

        assertThat(imported(Pseudonyms.none())).hasSize(1);
        assertThat(rejections()).singleElement().asString().startsWith("cohorts.json:2: the file is JSON, found '");
    }

    @Test
    void shouldRejectWhatTheContractDoesNotAllow() throws Exception {
        write(
                "training-completions.csv",
                "event_id,completion_id,learner_id,workflow_id,kind,completed_at,capabilities_added,duration_hours,"
                        + "completion_rate,revision,cost",
                "e1,c,L,w,completed,2025-10-20T10:30:00Z,8,12,0.95,,0",
                "e2,c,L,w,completed,2025-10-20T10:30:00,8,12,0.95,,0",
                "e3,c,L,w,completed,+12025-10-20T10:30:00Z,8,12,0.95,,0",
                "e4,c,L,w,done,2025-10-20T10:30:00Z,8,12,0.95,,0",
                "e5,c,L,w,completed,2025-10-20T10:30:00Z,,12,0.95,,0",
                "e6,c,L,w,completed,2025-10-20T10:30:00Z,8,,0.95,,0",
                "e7,c,L,w,completed,2025-10-20T10:30:00Z,8,12,1.01,,0",
                "e8,c,L,w,completed,2025-10-20T10:30:00Z,8,12,0.95,1,0",
                "e9,c,L,w,corrected,2025-10-20T10:30:00Z,8,12,0.95,,0",
                "e10,c,L,w,completed,2025-10-20T10:30:00Z,8,12,0.95,,-1",
                "e11,c,,w,completed,2025-10-20T10:30:00Z,8,12,0.95,,0");

        assertThat(imported(Pseudonyms.none())).hasSize(1);

        String time = "completed_at is a time with offset, such as 2025-10-20T10:30:00Z";
        String revision = "revision is 0 for completed, at least 1 for corrected and voided";
        assertThat(rejections())
                .containsExactly(
                        "training-completions.csv:3: " + time + ", found '2025-10-20T10:30:00'",
                        "training-completions.csv:4: " + time + ", found '+12025-10-20T10:30:00Z'",
                        "training-completions.csv:5: kind is one of completed, corrected, voided, found 'done'",
                        "training-completions.csv:6: capabilities or capabilities_added is given, found ''",
                        "training-completions.csv:7: duration_hours is given, found ''",
                        "training-completions.csv:8: completion_rate is a decimal from 0 to 1, found '1.01'",
                        "training-completions.csv:9: " + revision + ", found '1'",
                        "training-completions.csv:10: " + revision + ", found ''",
                        "training-completions.csv:11: cost is a decimal from 0 to 1000000000000, found '-1'",
                        "training-completions.csv:12: learner_id is given, found ''");
    }

    @Test
    void shouldNameColumnsThatTheContractDoesNotHave() throws Exception {
        write(
                "learners.csv",
                "learner_id,status,registered_at,updated_at,attributes.role,departement",
                "L,active,2025-01-02T00:00:00Z,2025-01-02T00:00:00Z,dev,Sales");

        imported(Pseudonyms.none());

        assertThat(tally.report("csv", 0, 0).notes())
                .containsExactly("learners.csv: the contract has no field departement; not imported");
    }

    @Test
    void shouldLeaveNoTemporaryFileBehind() throws Exception {
        write("capabilities.csv", "component,category,discovered", "a,wrong,1");

        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> imported(KEYED))
                .withMessage(
                        "nothing to import from " + folder + ": no row can be used; 1 rejected, first:\n"
                                + "  capabilities.csv:2: category is one of learning, domain, framework, async, other, found 'wrong'");
        write("capabilities.csv", "component,category,discovered", "a,other,1");
        imported(KEYED);

        assertThat(temporary).isEmptyDirectory();
    }

    private List<String> imported(Pseudonyms pseudonyms) throws ImportException {
        List<String> all = new ArrayList<>();
        try (EventSequence events =
                new CsvSource(folder, pseudonyms, temporary).prepare(tally, ProgressListener.NONE)) {
            for (ImportedEvent event : events) {
                TopicContract.assertConforms(event.topic(), event.keyBytes(), event.valueBytes());
                all.add(event.topic() + " " + event.key() + " " + event.json());
            }
        }
        return all;
    }

    private List<String> rejections() {
        return tally.firstRejections().stream().map(Rejection::toString).toList();
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }
}
