package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.runtime.topics.TopicAdmin;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicPlacement;
import io.cohortroi.testing.OuladSample;
import io.cohortroi.testing.TestBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @TempDir
    Path results;

    @Test
    void shouldImportAndReportAsJsonWithEveryRejection() throws Exception {
        String prefix = TestBroker.prefix();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrap()))) {
            new TopicAdmin(admin, TopicCatalog.load(), TopicPlacement.withPrefix(prefix), Duration.ofSeconds(30))
                    .apply(false);
        }
        OuladSample.write(folder, 41, 30);
        Files.writeString(folder.resolve("studentAssessment.csv"), "1000,x,1,0,5\n", StandardOpenOption.APPEND);
        Path report = results.resolve("report.json");
        Path rejects = results.resolve("rejects.jsonl");

        int code = run(
                "oulad",
                folder.toString(),
                "--bootstrap",
                TestBroker.bootstrap(),
                "--prefix",
                prefix,
                "--progress-dir",
                results.resolve("progress").toString(),
                "--json",
                "--report",
                report.toString(),
                "--rejects",
                rejects.toString());

        assertThat(err.toString()).contains("100 %").doesNotContain("Exception");
        assertThat(code).isZero();
        JsonNode printed = JSON.readTree(out.toString());
        assertThat(printed).isEqualTo(JSON.readTree(report.toFile()));
        assertThat(printed.at("/source").textValue()).isEqualTo("oulad");
        assertThat(printed.at("/published").longValue()).isPositive();
        assertThat(printed.at("/rejected/total").longValue()).isOne();
        assertThat(printed.at("/rejected/first/0/rule").textValue()).startsWith("id_student is a whole number");
        assertThat(printed.at("/skipped/banked").longValue()).isPositive();
        assertThat(Files.readAllLines(rejects))
                .singleElement()
                .asString()
                .startsWith("{\"file\":\"studentAssessment.csv\",\"line\":")
                .endsWith("\"value\":\"x\"}");
    }

    @Test
    void shouldExitWithOneMessageWhereThereIsNoFolder() {
        int code = run("oulad", folder.resolve("none").toString(), "--progress-dir", results.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("import: no such folder: " + folder.resolve("none"));
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldExitWithOneMessageWhereNoBrokerAnswers() {
        OuladSample.write(folder, 42, 5);
        Path config = results.resolve("client.properties");

        int code = run("oulad", folder.toString(), "--bootstrap", "nowhere", "--progress-dir", results.toString());
        int missing = run("oulad", folder.toString(), "--command-config", config.toString());

        assertThat(code).isEqualTo(1);
        assertThat(missing).isEqualTo(1);
        assertThat(err.toString())
                .contains("import: cannot connect to nowhere: Invalid url in bootstrap.servers: nowhere")
                .contains("import: cannot read " + config)
                .doesNotContain("\tat ");
    }

    @Test
    void shouldRefuseToImportIdsWithoutADecision() {
        assertThat(run("csv", folder.toString())).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("import: imported ids become pseudonyms: give the key with --id-key-file FILE");
    }

    @Test
    void shouldAskForAFormat() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).startsWith("What to import? Name a format: oulad, csv or xapi");
    }

    private int run(String... arguments) {
        return new CommandLine(new ImportCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
