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

class EvaluateAlertsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldHoldEveryPromisedRow(@TempDir Path folder) throws Exception {
        Path records = Files.createDirectory(folder.resolve("roi-records"));
        Files.writeString(records.resolve("part-0.jsonl"), """
                {"roi_multiplier":1.2,"baseline_roi":1.6}
                {"roi_multiplier":2.4,"baseline_roi":1.6}
                {"roi_multiplier":null,"baseline_roi":1.6}
                {"roi_multiplier":0.5,"baseline_roi":1.0}
                """);
        int code =
                run("--quick", "--json", "--seed", "7", "--records", records.toString(), "--plot", folder.toString());

        JsonNode report = new JsonMapper().readTree(out.toString());
        System.out.println("evaluate alerts --quick, seed " + report.get("seed") + ": " + report.get("must_show"));
        assertThat(report.get("must_show"))
                .hasSize(16)
                .allSatisfy(row -> assertThat(row.get("met").asBoolean())
                        .as(row.toString())
                        .isTrue());
        assertThat(code).isZero();
        assertThat(report.get("false_alarms"))
                .extracting(row -> row.get("law").asText())
                .contains("records, cv 0.46");
        assertThat(report.get("at_the_baseline"))
                .filteredOn(row -> row.get("method").asText().equals("rolling 30"))
                .allSatisfy(
                        row -> assertThat(row.get("share_alarmed").asDouble()).isGreaterThan(0.99));
        assertThat(report.get("life_cycles").get("breaches").asLong()).isGreaterThan(1_000);
        assertThat(out.toString()).doesNotContain("E-");
        assertThat(folder.resolve("alert-delays.svg"))
                .content()
                .startsWith("<svg")
                .contains("e-detector", "ln(c) / KL");
        assertThat(folder.resolve("alert-run-lengths.svg")).content().contains("CUSUM, tuned at cv 0.5, gamma");
        assertThat(folder.resolve("alert-evidence.svg")).content().contains("nothing changes");
        assertThat(err.toString()).contains("tuning GLR, c 1000");
    }

    @Test
    void shouldSayWhenThereAreNoRecords(@TempDir Path folder) {
        assertThat(run("--quick", "--records", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("no record with roi_multiplier");
    }

    @Test
    void shouldRefuseUnknownOptions() {
        assertThat(run("--fast")).isEqualTo(2);
        assertThat(err.toString()).contains("--fast");
    }

    private int run(String... arguments) {
        return new CommandLine(new EvaluateAlertsCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
