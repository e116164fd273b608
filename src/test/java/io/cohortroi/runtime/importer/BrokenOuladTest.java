package io.cohortroi.runtime.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One way of being broken a test, in a folder that is sound otherwise: 1 registration, 1 session, 1 result. */
class BrokenOuladTest {
    private static final String VLE_HEADER = "code_module,code_presentation,id_student,id_site,date,sum_click";
    private static final String RESULT_HEADER = "id_assessment,id_student,date_submitted,is_banked,score";

    @TempDir
    Path folder;

    private final ImportTally tally = new ImportTally();

    @BeforeEach
    void writeSoundFolder() throws IOException {
        write("courses.csv", "code_module,code_presentation,module_presentation_length", "AAA,2013J,268");
        write(
                "assessments.csv",
                "code_module,code_presentation,id_assessment,assessment_type,date,weight",
                "AAA,2013J,1752,TMA,19,10",
                "AAA,2013J,1757,Exam,,190");
        write("vle.csv", "id_site,code_module,code_presentation,activity_type,week_from,week_to", "5,AAA,2013J,url,,");
        write(
                "studentInfo.csv",
                "code_module,code_presentation,id_student,gender,region,highest_education,age_band",
                "AAA,2013J,7,F,Wales,HE Qualification,0-35");
        write(
                "studentRegistration.csv",
                "code_module,code_presentation,id_student,date_registration,date_unregistration",
                "AAA,2013J,7,-3,");
        write("studentVle.csv", VLE_HEADER, "AAA,2013J,7,5,1,4");
        write("studentAssessment.csv", RESULT_HEADER, "1752,7,18,0,78");
    }

    @Test
    void shouldImportTheSoundFolderAsTheRulesSay() throws Exception {
        assertThat(imported())
                .containsExactly(
                        "cohorts cohort-AAA@1 {\"cohort_id\":\"cohort-AAA\",\"name\":\"Module AAA\",\"active\":true,"
                                + "\"rule\":{\"attribute\":\"module\",\"in\":[\"AAA\"]},\"priority\":100,"
                                + "\"version\":1,\"effective_at\":\"1970-01-01T00:00:00Z\"}",
                        "workflows AAA-2013J-1752@1 {\"workflow_id\":\"AAA-2013J-1752\",\"name\":\"AAA 2013J TMA 1752\","
                                + "\"domain\":\"AAA\",\"components\":[\"AAA-TMA\"],\"duration_minutes\":1212,"
                                + "\"difficulty\":\"intermediate\",\"hands_on_share\":0.5,\"retention_requirement\":0.5,"
                                + "\"capability_value\":50.53,\"fixed_cost\":134.75,\"hourly_cost\":0,"
                                + "\"version\":1,\"effective_at\":\"1970-01-01T00:00:00Z\"}",
                        "workflows AAA-2013J-1757@1 {\"workflow_id\":\"AAA-2013J-1757\",\"name\":\"AAA 2013J Exam 1757\","
                                + "\"domain\":\"AAA\",\"components\":[\"AAA-Exam\"],\"duration_minutes\":23028,"
                                + "\"difficulty\":\"advanced\",\"hands_on_share\":0,\"retention_requirement\":0.9,"
                                + "\"capability_value\":960.09,\"fixed_cost\":2560.25,\"hourly_cost\":0,"
                                + "\"version\":1,\"effective_at\":\"1970-01-01T00:00:00Z\"}",
                        "capabilities AAA-Exam@1 {\"component\":\"AAA-Exam\",\"category\":\"framework\",\"discovered\":5,"
                                + "\"version\":1,\"effective_at\":\"1970-01-01T00:00:00Z\"}",
                        "capabilities AAA-TMA@1 {\"component\":\"AAA-TMA\",\"category\":\"domain\",\"discovered\":5,"
                                + "\"version\":1,\"effective_at\":\"1970-01-01T00:00:00Z\"}",
                        "learners oulad-7 {\"learner_id\":\"oulad-7\",\"status\":\"active\","
                                + "\"registered_at\":\"2013-09-28T08:00:00Z\",\"updated_at\":\"2013-09-28T08:00:00Z\","
                                + "\"attributes\":{\"module\":\"AAA\",\"presentation\":\"2013J\",\"region\":\"Wales\","
                                + "\"education\":\"HE Qualification\",\"age_band\":\"0-35\"}}",
                        "learner-activity oulad-7 {\"event_id\":\"vle-1\",\"learner_id\":\"oulad-7\",\"type\":\"session\","
                                + "\"occurred_at\":\"2013-10-02T12:00:00Z\",\"domain\":\"url\",\"component\":\"AAA\","
                                + "\"count\":4}",
                        "learner-activity oulad-7 {\"event_id\":\"quiz-1752-7\",\"learner_id\":\"oulad-7\",\"type\":\"quiz\","
                                + "\"occurred_at\":\"2013-10-19T12:00:00Z\",\"domain\":\"TMA\",\"component\":\"AAA-TMA\","
                                + "\"score\":0.78}",
                        "training-completions oulad-7 {\"event_id\":\"done-1752-7\",\"completion_id\":\"1752-7\","
                                + "\"learner_id\":\"oulad-7\",\"workflow_id\":\"AAA-2013J-1752\",\"kind\":\"completed\","
                                + "\"completed_at\":\"2013-10-19T13:00:00Z\",\"capabilities_added\":3,"
                                + "\"duration_hours\":20.2,\"completion_rate\":1,\"score\":0.78}");
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldGiveAnInactiveEventWithTheSameAttributesForAnUnregistration() throws Exception {
        write(
                "studentRegistration.csv",
                "code_module,code_presentation,id_student,date_registration,date_unregistration",
                "AAA,2013J,7,,12");

        assertThat(imported())
                .contains("learners oulad-7 {\"learner_id\":\"oulad-7\",\"status\":\"inactive\","
                        + "\"registered_at\":\"2013-10-01T08:00:00Z\",\"updated_at\":\"2013-10-13T20:00:00Z\","
                        + "\"attributes\":{\"module\":\"AAA\",\"presentation\":\"2013J\",\"region\":\"Wales\","
                        + "\"education\":\"HE Qualification\",\"age_band\":\"0-35\"}}");
    }

    @Test
    void shouldRejectEveryRowThatBreaksARuleWithItsLineRuleAndValue() throws Exception {
        write(
                "studentVle.csv",
                VLE_HEADER,
                "ZZZ,2013J,7,5,1,4",
                "AAA,2013X,7,5,1,4",
                "AAA,2014J,7,5,1,4",
                "AAA,2013J,seven,5,1,4",
                "AAA,2013J,7,6,1,4",
                "AAA,2013J,7,5,2013-10-01,4",
                "AAA,2013J,7,5,,4",
                "AAA,2013J,7,5,99999,4",
                "AAA,2013J,7,5,1,-4",
                "AAA,2013J,7,5,1",
                "AAA,2013J,7,5,1,4,9",
                "\"AAA\",\"2013J\",\"7\",\"5\",\"1,4",
                "AAA,2013J,7,5,2,4");

        List<String> events = imported();

        String modules = "code_module is one of AAA, BBB, CCC, DDD, EEE, FFF, GGG";
        String days = "date is a whole number from -9999 to 9999";
        assertThat(rejections())
                .containsExactly(
                        "studentVle.csv:2: " + modules + ", found 'ZZZ'",
                        "studentVle.csv:3: code_presentation is a year and B or J, found '2013X'",
                        "studentVle.csv:4: code_module and code_presentation are listed in courses, found 'AAA 2014J'",
                        "studentVle.csv:5: id_student is a whole number from 0 to 2147483647, found 'seven'",
                        "studentVle.csv:6: id_site is listed in vle, found '6'",
                        "studentVle.csv:7: " + days + ", found '2013-10-01'",
                        "studentVle.csv:8: " + days + ", found ''",
                        "studentVle.csv:9: " + days + ", found '99999'",
                        "studentVle.csv:10: sum_click is a whole number from 0 to 1000000000, found '-4'",
                        "studentVle.csv:11: a row has 6 columns, found 'AAA,2013J,7,5,1'",
                        "studentVle.csv:12: a row has 6 columns, found 'AAA,2013J,7,5,1,4,9'",
                        "studentVle.csv:13: a quote that opens also closes, found '\"AAA\",\"2013J\",\"7\",\"5\",\"1,4'");
        assertThat(events.stream().filter(event -> event.contains("\"session\"")))
                .singleElement()
                .asString()
                .contains("vle-13");
        assertThat(tally.report("oulad", 0, 0).read()).containsEntry("studentVle.csv", 13L);
    }

    @Test
    void shouldSkipBankedThenBlankAndRejectBadResults() throws Exception {
        write(
                "studentAssessment.csv",
                RESULT_HEADER,
                "1752,7,18,1,",
                "9999,7,x,1,300",
                "1752,7,18,0,",
                "1752,7,18,0,?",
                "1752,7,18,2,50",
                "9999,7,18,0,50",
                "1752,7,18,0,100.5",
                "1752,7,18,0,-1",
                "1752,7,18,0,1e1",
                "1752,7,18,0,NaN",
                "1752,8,18,0,100",
                "1752,9,18,0,0.0");

        List<String> events = imported();

        assertThat(tally.report("oulad", 0, 0).skipped())
                .containsExactly(Map.entry("banked", 2L), Map.entry("blank score", 2L));
        String scores = "score is a decimal from 0 to 100";
        assertThat(rejections())
                .containsExactly(
                        "studentAssessment.csv:6: is_banked is a whole number from 0 to 1, found '2'",
                        "studentAssessment.csv:7: id_assessment is listed in assessments, found '9999'",
                        "studentAssessment.csv:8: " + scores + ", found '100.5'",
                        "studentAssessment.csv:9: " + scores + ", found '-1'",
                        "studentAssessment.csv:10: " + scores + ", found '1e1'",
                        "studentAssessment.csv:11: " + scores + ", found 'NaN'");
        assertThat(events.stream().filter(event -> event.startsWith("training-completions")))
                .satisfiesExactly(
                        best -> assertThat(best)
                                .contains("\"capabilities_added\":5,", "\"completion_rate\":1,", "\"score\":1}"),
                        worst -> assertThat(worst)
                                .contains("\"capabilities_added\":0,", "\"completion_rate\":0.5,", "\"score\":0}"));
    }

    @Test
    void shouldRejectBadAndRepeatedReferenceRows() throws Exception {
        write(
                "assessments.csv",
                "code_module,code_presentation,id_assessment,assessment_type,date,weight",
                "AAA,2013J,1752,TMA,19,10",
                "AAA,2013J,1752,TMA,19,10",
                "AAA,2013J,1753,Essay,19,10",
                "AAA,2013J,1754,TMA,19,-1",
                "AAA,2013J,1755,TMA,19,");
        write(
                "vle.csv",
                "id_site,code_module,code_presentation,activity_type",
                "5,AAA,2013J,url",
                "5,AAA,2013J,quiz",
                "6,AAA,2013J,");

        imported();

        assertThat(rejections())
                .containsExactly(
                        "assessments.csv:3: an assessment is listed once, found '1752'",
                        "assessments.csv:4: assessment_type is CMA, TMA or Exam, found 'Essay'",
                        "assessments.csv:5: weight is a decimal of at least 0, found '-1'",
                        "assessments.csv:6: weight is a decimal of at least 0, found ''",
                        "vle.csv:3: a site is listed once, found '5'",
                        "vle.csv:4: activity_type is given, found ''");
    }

    @Test
    void shouldUseWhatATruncatedGzipHasAndRejectTheRest() throws Exception {
        Files.delete(folder.resolve("studentVle.csv"));
        Random random = new Random(3);
        List<String> rows = IntStream.range(0, 5_000)
                .mapToObj(i -> "AAA,2013J," + random.nextInt(100_000) + ",5," + random.nextInt(200) + ",4")
                .toList();
        byte[] whole = gzip(VLE_HEADER + "\n" + String.join("\n", rows) + "\n");
        Files.write(folder.resolve("studentVle.csv.gz"), Arrays.copyOf(whole, whole.length * 2 / 3));

        List<String> sessions = imported().stream()
                .filter(event -> event.contains("\"session\""))
                .toList();

        assertThat(sessions).hasSizeBetween(2_000, 4_500);
        Rejection cut = tally.firstRejections().get(0);
        assertThat(cut.file()).isEqualTo("studentVle.csv.gz");
        assertThat(cut.rule()).isEqualTo("the compressed data ends too early");
        assertThat(cut.line()).isEqualTo(sessions.size() + 2);
        assertThat(rows.get(sessions.size())).startsWith(cut.value());
        assertThat(tally.rejected()).isOne();
    }

    @Test
    void shouldNeverTakeHalfARowForARowWhereverTheGzipIsCut() throws Exception {
        Files.delete(folder.resolve("studentVle.csv"));
        byte[] whole = gzip(VLE_HEADER + "\nAAA,2013J,7,5,1,1234\nAAA,2013J,8,5,1,5678\n");
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(folder.resolve("studentVle.csv.gz"), Arrays.copyOf(whole, cut));
            ImportTally each = new ImportTally();

            List<String> sessions = events(each).stream()
                    .filter(event -> event.contains("\"session\""))
                    .toList();

            assertThat(sessions).as("cut at byte %d", cut).allMatch(event -> event.matches(".*\"count\":(1234|5678)}"));
            assertThat(each.rejected()).as("cut at byte %d", cut).isOne();
        }
    }

    @Test
    void shouldReportAFileThatOnlyClaimsToBeGzip() throws Exception {
        Files.delete(folder.resolve("studentVle.csv"));
        write("studentVle.csv.gz", VLE_HEADER, "AAA,2013J,7,5,1,4");

        imported();

        assertThat(rejections())
                .containsExactly("studentVle.csv.gz:1: the compressed data is broken (Not in GZIP format), found ''");
    }

    @Test
    void shouldReportAnEmptyFileAndAWrongHeaderAndGoOnWithTheOthers() throws Exception {
        Files.write(folder.resolve("studentVle.csv"), new byte[0]);
        write("studentAssessment.csv", "assessment,student,score", "1752,7,78");

        assertThat(imported()).anyMatch(event -> event.startsWith("learners"));

        assertThat(rejections())
                .containsExactly(
                        "studentVle.csv:1: a file begins with a header line, found ''",
                        "studentAssessment.csv:1: the header names id_assessment, id_student, date_submitted, is_banked,"
                                + " score, found 'assessment,student,score'");
    }

    @Test
    void shouldReadQuotedFieldsOtherColumnOrdersByteOrderMarksAndLineEnds() throws Exception {
        Files.writeString(
                folder.resolve("studentVle.csv"),
                "\uFEFF\"sum_click\",\"date\",\"id_site\",\"id_student\",\"code_presentation\",\"code_module\",\"more\"\r\n"
                        + "\"4\",\"1\",\"5\",\"7\",\"2013J\",\"AAA\",\"a, \"\"b\"\"\nand c\"\r\n"
                        + "\r\n"
                        + "5,2,5,7,2013J,AAA,\r\n"
                        + "6,3,5,7,2013J,AAA,",
                StandardCharsets.UTF_8);

        assertThat(imported().stream()
                        .filter(event -> event.contains("\"session\""))
                        .map(event -> event.substring(event.indexOf("\"count\"")))
                        .toList())
                .containsExactly("\"count\":4}", "\"count\":5}", "\"count\":6}");
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldWorkWithAnySubsetOfTheFiles() throws Exception {
        for (String name : List.of("courses.csv", "studentInfo.csv", "vle.csv", "studentVle.csv")) {
            Files.delete(folder.resolve(name));
        }

        assertThat(imported())
                .anyMatch(event -> event.contains("\"attributes\":{\"module\":\"AAA\",\"presentation\":\"2013J\"}"))
                .anyMatch(event -> event.startsWith("training-completions"));
        assertThat(tally.rejected()).isZero();
    }

    @Test
    void shouldSayInOneMessageWhyThereIsNothingToDo() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Path file = folder.resolve("courses.csv");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path blank = Files.createDirectory(folder.resolve("blank"));
        Files.write(blank.resolve("studentVle.csv"), new byte[0]);
        Files.writeString(blank.resolve("studentAssessment.csv"), "wrong,columns\n1,2\n");

        assertNothingToDo(nowhere, "no such folder: " + nowhere);
        assertNothingToDo(file, "not a folder: " + file);
        assertNothingToDo(
                empty,
                "no OULAD file in " + empty
                        + ": expected any of courses.csv, assessments.csv, vle.csv, studentInfo.csv,"
                        + " studentRegistration.csv, studentVle.csv, studentAssessment.csv, plain or .gz");
        assertNothingToDo(
                blank,
                "nothing to import from " + blank
                        + ": no registration, session or scored result can be used; 2 rejected,"
                        + " first:\n  studentVle.csv:1: a file begins with a header line, found ''\n"
                        + "  studentAssessment.csv:1: the header names id_assessment, id_student, date_submitted, is_banked,"
                        + " score, found 'wrong,columns'");
    }

    private static void assertNothingToDo(Path folder, String message) {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> new OuladSource(folder).prepare(new ImportTally(), ProgressListener.NONE))
                .withMessage(message);
    }

    private List<String> imported() throws ImportException {
        return events(tally);
    }

    private List<String> events(ImportTally each) throws ImportException {
        EventSequence events = new OuladSource(folder).prepare(each, ProgressListener.NONE);
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.topic() + " " + event.key() + " " + event.json())
                .collect(Collectors.toList());
    }

    private List<String> rejections() {
        return tally.firstRejections().stream().map(Rejection::toString).toList();
    }

    private void write(String name, String... lines) throws IOException {
        Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
