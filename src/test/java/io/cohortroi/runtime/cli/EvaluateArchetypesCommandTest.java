package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.testing.OuladSample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateArchetypesCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintJsonAndWriteTheDiagramAndNorms() throws Exception {
        OuladSample.write(folder, 7, 150);
        Path norms = folder.resolve("norms.json");
        Path diagram = folder.resolve("diagram.svg");

        assertThat(run(
                        "--data",
                        "oulad",
                        folder.toString(),
                        "--json",
                        "--diagram",
                        diagram.toString(),
                        "--fit",
                        norms.toString()))
                .isZero();

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("checkpoints_percent").toString()).isEqualTo("[15,25,40,55,70,85,100]");
        assertThat(report.path("rerun_identical").asBoolean()).isTrue();
        JsonNode first = report.path("judgements").path(0);
        assertThat(first.path("fitted_on").toString())
                .doesNotContain(first.path("judged_on").asText());
        assertThat(first.path("checkpoints").size()).isEqualTo(7);
        assertThat(first.path("checkpoints").path(6).path("agreement").asInt()).isEqualTo(1);
        assertThat(Files.readString(diagram)).startsWith("<svg").endsWith("</svg>\n");
        assertThat(NormsFile.read(norms).version()).isEqualTo("norms-0");

        // the same files and the same norms give the same text
        String once = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("--data", "oulad", folder.toString(), "--json")).isZero();
        assertThat(out.toString()).isEqualTo(once);
    }

    @Test
    void shouldJudgeNormsFromAFileOrFromTheStream() throws Exception {
        OuladSample.write(folder, 8, 150);
        Path norms = folder.resolve("norms.json");
        Files.writeString(norms, "{\"version\":\"mine\",\"populations\":{}}");

        assertThat(run("--data", "oulad", folder.toString(), "--norms", norms.toString()))
                .isZero();
        assertThat(out.toString()).contains("norms: mine").contains("replayed twice: identical");

        out.getBuffer().setLength(0);
        assertThat(run("--data", "oulad", folder.toString(), "--norms", "learn"))
                .isZero();
        assertThat(out.toString()).contains("norms: learned from the stream by each checkpoint");
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(run("--data", "oulad", folder.resolve("absent").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no courses.csv in");
        assertThat(run("--data", "csv", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("the format is oulad; found [csv, ");
        assertThat(run()).isEqualTo(2);
    }

    private int run(String... arguments) {
        return new CommandLine(new EvaluateArchetypesCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
