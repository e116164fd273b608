package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateTrendCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldHoldEveryPromisedRow(@TempDir Path folder) throws Exception {
        Path svg = folder.resolve("power.svg");
        int code = run("trend", "--quick", "--json", "--seed", "7", "--svg", svg.toString());

        JsonNode report = new JsonMapper().readTree(out.toString());
        System.out.println("evaluate trend --quick, seed " + report.get("seed") + ": " + report.get("must_show"));
        assertThat(report.get("must_show"))
                .hasSize(5)
                .allSatisfy(row -> assertThat(row.get("met").asBoolean())
                        .as(row.toString())
                        .isTrue());
        assertThat(report.get("must_show").get(0).get("samples").asInt()).isGreaterThanOrEqualTo(2_000);
        assertThat(code).isZero();
        assertThat(out.toString()).doesNotContain("E-");
        assertThat(Files.readString(svg)).startsWith("<svg").contains("+5 % a week, product");
        assertThat(err.toString()).contains("single looks: flat");
    }

    @Test
    void shouldExplainItselfWithoutSubCommand() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: evaluate").contains("trend");
    }

    @Test
    void shouldRefuseUnknownOptions() {
        assertThat(run("trend", "--fast")).isEqualTo(2);
        assertThat(err.toString()).contains("--fast");
    }

    private int run(String... arguments) {
        return new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
