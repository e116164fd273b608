package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.testing.OuladSample;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyzeCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayThatThereIsNothingToDo() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThat(analyze("oulad", empty)).isEqualTo(1);

        assertThat(err.toString()).contains("analyze: ").contains(empty.toString());
        nothingShouldLookLikeACrash();
    }

    @Test
    void shouldSayThatAFolderIsMissing() {
        assertThat(analyze("oulad", folder.resolve("nowhere"))).isEqualTo(1);

        assertThat(err.toString())
                .contains(
                        "analyze: no such folder: " + folder.resolve("nowhere").toString());
        nothingShouldLookLikeACrash();
    }

    @Test
    void shouldNameAFileWithOtherColumnsAndProcessTheOthers() throws IOException {
        Path broken = sample();
        write(broken.resolve("studentRegistration.csv"), "who,when", "7,1");

        assertThat(analyze("oulad", broken)).isZero();

        assertThat(out.toString()).contains("studentRegistration.csv:1: the header names");
        nothingShouldLookLikeACrash();
    }

    @Test
    void shouldKeepOutOfAFolderThatIsInUse() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        write(folder.resolve("out").resolve("mine.txt"), "mine");

        assertThat(analyze("oulad", sample())).isEqualTo(1);

        assertThat(err.toString()).contains("is not empty");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**/mine.txt");
        nothingShouldLookLikeACrash();
    }

    @Test
    void shouldCountRejectedRowsWithFileAndLineAndProcessTheRest() throws IOException {
        Path broken = sample();
        append(broken.resolve("studentAssessment.csv"), "999999,7,10,0,50", "17,7,soon,0,50", "17");
        Path rejects = folder.resolve("rejects.jsonl");

        assertThat(analyze("oulad", broken, "--rejects", rejects.toString()))
                .as(err::toString)
                .isZero();

        assertThat(out.toString()).contains("rejected").contains("studentAssessment.csv");
        assertThat(Files.readAllLines(rejects)).hasSize(3).allMatch(line -> line.contains("studentAssessment.csv"));
        nothingShouldLookLikeACrash();
    }

    @Test
    void shouldTakeFilesOfOnesOwnThroughTheWholeStream() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        write(
                own.resolve("cohorts.csv"),
                "cohort_id,name,active,version,effective_at",
                "sales,Sales,true,1,2025-01-01T00:00:00Z");
        write(
                own.resolve("learners.csv"),
                "learner_id,status,registered_at,updated_at,cohort",
                "L1,active,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,sales");
        write(
                own.resolve("training-completions.csv"),
                "event_id,completion_id,learner_id,workflow_id,kind,completed_at,capabilities_added,duration_hours,"
                        + "completion_rate,cost,benefit",
                "e1,c1,L1,wf-1,completed,2025-02-01T00:00:00Z,2,8,1,200.00,350.00");

        assertThat(analyze("csv", own, "--keep-ids")).as(err::toString).isZero();

        List<String> metrics = Files.readAllLines(folder.resolve("out").resolve("cohort-metrics.jsonl"));
        JsonNode sales = JsonMapper.builder().build().readTree(metrics.get(0));
        assertThat(sales.path("cohort").asText()).isEqualTo("sales");
        assertThat(sales.path("mean_roi").decimalValue()).isEqualByComparingTo("1.75");

        assertThat(explain("L1/c1")).as(err::toString).isZero();
        assertThat(out.toString())
                .contains("Record at roi-records-", ".jsonl:1", "350 benefit / 200 cost", "the same, byte for byte");
        assertThat(explain("--all")).isZero();
        assertThat(out.toString()).contains("1 records are the same, byte for byte; 0 differ; 0 have");

        Path records = onlyFile(folder.resolve("out").resolve("roi-records"));
        Files.writeString(records, Files.readString(records).replace("\"cost\":200", "\"cost\":201"));
        assertThat(explain("--all")).isEqualTo(1);
        assertThat(out.toString()).contains("0 records are the same, byte for byte; 1 differ", "differs: L1/c1");
    }

    @Test
    void shouldKeepNoInputsWhereToldSo() throws IOException {
        assertThat(analyze("oulad", sample(), "--no-inputs")).isZero();

        assertThat(explain("--all")).isEqualTo(1);

        assertThat(err.toString()).contains("has no inputs.jsonl.gz", "--no-inputs");
        nothingShouldLookLikeACrash();
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findAny()
                    .orElseThrow();
        }
    }

    private int explain(String what) {
        return new CommandLine(new ExplainCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(what, "--from", folder.resolve("out").toString());
    }

    private void nothingShouldLookLikeACrash() {
        assertThat(err.toString()).doesNotContain("Exception", "\tat ");
    }

    private Path sample() throws IOException {
        Path sample = Files.createDirectory(folder.resolve("sample"));
        OuladSample.write(sample, 7, 12);
        return sample;
    }

    private int analyze(String format, Path input, String... more) {
        CommandLine line = new CommandLine(new AnalyzeCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> words = new ArrayList<>(
                List.of(format, input.toString(), "--out", folder.resolve("out").toString()));
        words.addAll(Arrays.asList(more));
        return line.execute(words.toArray(String[]::new));
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
    }

    private static void append(Path file, String... lines) throws IOException {
        Files.write(file, List.of(lines), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
}
