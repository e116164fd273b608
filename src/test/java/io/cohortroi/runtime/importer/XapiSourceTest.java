package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.testing.RealData;
import io.cohortroi.testing.TopicContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XapiSourceTest {
    private static final Pseudonyms KEYED = Pseudonyms.under("key".getBytes(StandardCharsets.UTF_8));
    private static final String ID = "9dc99b37-e920-4a68-a066-917faca2894";
    private static final String DONE =
            "\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/completed\"},\"object\":{\"id\":\"http://x/course\"}";

    @TempDir
    Path folder;

    @TempDir
    Path temporary;

    private final ImportTally tally = new ImportTally();

    @Test
    void shouldPublishByTimestampKeyedByLearnerWithPersonsHidden() throws Exception {
        write(
                "b.jsonl",
                statement(1, "2021-11-29T13:00:00+01:00", "\"mbox\":\"mailto:ann@x.org\",\"name\":\"Ann\"")
                        .replace(
                                "\"object\"",
                                "\"context\":{\"instructor\":{\"name\":\"Bob\"},\"team\":{},\"platform\":\"p\"},"
                                        + "\"result\":{\"response\":\"I am Ann\",\"duration\":\"PT1H\"},"
                                        + "\"authority\":{\"name\":\"Eve\"},\"object\""));
        write(
                "a.jsonl",
                statement(
                        2, "2021-11-29T12:30:00Z", "\"account\":{\"homePage\":\"http://lms\",\"name\":\"ann@x.org\"}"));

        String ann = KEYED.of("ann@x.org");
        assertThat(imported(KEYED))
                .containsExactly(
                        ann + " {\"id\":\"" + ID + "1\",\"timestamp\":\"2021-11-29T13:00:00+01:00\","
                                + "\"actor\":{\"objectType\":\"Agent\",\"account\":{\"homePage\":\"mbox\",\"name\":\""
                                + ann
                                + "\"}},\"verb\":{\"id\":\"http://adlnet.gov/expapi/verbs/completed\"},"
                                + "\"context\":{\"platform\":\"p\"},\"result\":{\"duration\":\"PT1H\"},"
                                + "\"object\":{\"id\":\"http://x/course\"}}",
                        ann + " {\"id\":\"" + ID + "2\",\"timestamp\":\"2021-11-29T12:30:00Z\","
                                + "\"actor\":{\"objectType\":\"Agent\",\"account\":{\"homePage\":\"http://lms\",\"name\":\""
                                + ann + "\"}}," + DONE + "}");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void shouldPublishStatementsAsTheyStandWhereIdsAreKept() throws Exception {
        String line =
                statement(1, "2021-11-29T12:00:00Z", "\"openid\":\"http://me\"").replace(",", " , ");
        write("a.jsonl", line);

        assertThat(imported(Pseudonyms.none())).containsExactly("http://me " + line);
    }

    @Test
    void shouldRejectWhatIsNoStatementWithoutNamingThePerson() throws Exception {
        String account = "\"account\":{\"homePage\":\"h\",\"name\":\"n\"}";
        write(
                "a.jsonl",
                statement(1, "2021-11-29T12:00:00Z", account),
                "{\"id\":",
                "[]",
                "",
                statement(2, "2021-11-29T12:00:00", account),
                statement(3, "2021-11-29T12:00:00Z", account).replace(ID + "3", "three"),
                statement(4, "2021-11-29T12:00:00Z", account + ",\"mbox\":\"mailto:ann@x.org\""),
                statement(5, "2021-11-29T12:00:00Z", account).replace("http://x/course", ""),
                "{\"a\":".repeat(40) + "1" + "}".repeat(40));

        assertThat(imported(KEYED)).hasSize(1);
        assertThat(tally.firstRejections().stream().map(Rejection::toString))
                .containsExactly(
                        "a.jsonl:2: a line is one JSON object, at most 32 deep, each name once, found '{\"id\":'",
                        "a.jsonl:3: a line is one JSON object, found '[]'",
                        "a.jsonl:5: timestamp is a time with offset, such as 2025-10-20T10:30:00Z,"
                                + " found '2021-11-29T12:00:00'",
                        "a.jsonl:6: id is a UUID, found 'three'",
                        "a.jsonl:7: actor is one of account, mbox, mbox_sha1sum and openid, found ''",
                        "a.jsonl:8: verb and object have an id, found ''",
                        "a.jsonl:9: a line is one JSON object, at most 32 deep, each name once, found '"
                                + "{\"a\":".repeat(16) + "'");
    }

    @Test
    void shouldPublishAllStatementsOfTheRealDataInTimeOrder() throws Exception {
        Path real = RealData.require("xapi").resolve("statements.jsonl.gz");
        Instant last = Instant.MIN;
        Set<String> learners = new HashSet<>();
        long count = 0;

        try (EventSequence events = new XapiSource(real, KEYED, temporary).prepare(tally, ProgressListener.NONE)) {
            for (ImportedEvent event : events) {
                assertThat(event.eventTime()).isAfterOrEqualTo(last);
                last = event.eventTime();
                learners.add(event.key());
                if (count++ % 100 == 0) {
                    assertThat(TopicContract.schemaViolations("topics/schemas/xapi-statements.json", event.json()))
                            .as(event.json())
                            .isEmpty();
                }
            }
        }

        assertThat(count).isEqualTo(16_000);
        assertThat(learners).hasSize(1_373).allMatch(id -> id.matches("[0-9a-f]{64}"));
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldSayInOneMessageWhyThereIsNothingToDo() {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> imported(KEYED))
                .withMessage("no xAPI file in " + folder + ": expected *.jsonl or *.jsonl.gz");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> new XapiSource(folder.resolve("none"), KEYED).prepare(tally, ProgressListener.NONE))
                .withMessage("no such folder: " + folder.resolve("none"));
    }

    private static String statement(int number, String timestamp, String actor) {
        return "{\"id\":\"" + ID + number + "\",\"timestamp\":\"" + timestamp + "\",\"actor\":{" + actor + "}," + DONE
                + "}";
    }

    private List<String> imported(Pseudonyms pseudonyms) throws ImportException {
        List<String> all = new ArrayList<>();
        try (EventSequence events =
                new XapiSource(folder, pseudonyms, temporary).prepare(tally, ProgressListener.NONE)) {
            events.forEach(event -> all.add(event.key() + " " + event.json()));
        }
        return all;
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }
}
