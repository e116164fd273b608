package io.cohortroi.connect.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.file.PartitionWriter;
import io.cohortroi.connect.file.SinkFiles;
import io.cohortroi.runtime.cli.JsonlCommand;
import io.cohortroi.testing.Records;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The verifier is itself tested: every defect is planted, and it has to find each under its name. */
class VerifierTest {
    @TempDir
    Path directory;

    private final String topic = TestBroker.prefix() + "roi";
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void produce() throws Exception {
        for (int i = 0; i < 12; i++) {
            lines.add("{\"learner_id\":\"L" + i + "\",\"n\":" + i + "}");
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrap()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        Records.produce(TestBroker.bootstrap(), topic, lines);
        Records.produceAborted(TestBroker.bootstrap(), topic, List.of("{\"aborted\":1}"));
    }

    @Test
    void shouldFindNothingInExactFiles() throws IOException {
        write(lines);

        assertThat(verify(0)).contains("12 committed records compared, 0 not written yet", "OK: 0 missing, 0 extra");
    }

    @Test
    void shouldCallWhatIsNotThereYetLagAndNotLoss() throws IOException {
        write(lines.subList(0, 9));

        assertThat(verify(0)).contains("9 committed records compared, 3 not written yet", "OK: 0 missing");
    }

    @Test
    void shouldFindAMissingLine() throws IOException {
        List<String> lossy = new ArrayList<>(lines);
        lossy.set(3, null);
        write(lossy);

        assertThat(verify(1))
                .contains("WRONG: 1 missing, 0 extra, 0 duplicate, 0 torn, 0 out_of_order, 0 aborted, 0 damaged");
    }

    @Test
    void shouldFindADuplicateLineInItsFileAndInAnother() throws IOException {
        List<String> doubled = new ArrayList<>(lines);
        doubled.set(3, lines.get(3) + "\n" + lines.get(3));
        doubled.set(6, lines.get(6) + "\n" + lines.get(1));
        write(doubled);

        assertThat(verify(1)).contains("0 missing, 0 extra, 2 duplicate, 0 torn, 0 out_of_order, 0 aborted");
    }

    @Test
    void shouldFindAnExtraAndAnAbortedLine() throws IOException {
        List<String> more = new ArrayList<>(lines);
        more.set(3, lines.get(3) + "\n{\"invented\":1}");
        more.set(6, lines.get(6) + "\n{\"aborted\":1}");
        write(more);

        assertThat(verify(1)).contains("0 missing, 1 extra, 0 duplicate, 0 torn, 0 out_of_order, 1 aborted");
    }

    @Test
    void shouldFindLinesOutOfOrder() throws IOException {
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(1, lines.get(2));
        swapped.set(2, lines.get(1));
        write(swapped);

        assertThat(verify(1)).contains("0 missing, 0 extra, 0 duplicate, 0 torn, 1 out_of_order");
    }

    @Test
    void shouldFindATornLineAndADamagedFile() throws IOException {
        write(lines);
        Path file = directory.resolve(topic).resolve(topic + "-0-00000000000000000000.jsonl");
        Files.writeString(file, Files.readString(file).substring(0, 20));

        assertThat(verify(1)).contains("1 torn", " damaged", "bytes are not the");
    }

    @Test
    void shouldFindAFileWithoutManifestAndAManifestWithoutFile() throws IOException {
        write(lines);
        Path folder = directory.resolve(topic);
        Files.delete(folder.resolve(topic + "-0-00000000000000000000.manifest.json"));
        Files.delete(folder.resolve(topic + "-0-00000000000000000005.jsonl"));

        assertThat(verify(1)).contains("has no manifest", "the file it describes is gone", "10 missing");
    }

    @Test
    void shouldPrintJson() throws IOException {
        write(lines);

        assertThat(verify(0, "--json")).contains("\"ok\" : true", "\"missing\" : 0", "\"next_offset\" : 12");
    }

    @Test
    void shouldAskForAFolder() {
        StringWriter errors = new StringWriter();
        CommandLine command = new CommandLine(new JsonlCommand()).setErr(new PrintWriter(errors));

        assertThat(command.execute("verify", directory.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("DIR is no folder");
    }

    // Five records a file; null writes no line, and a text may be two lines.
    private void write(List<String> texts) throws IOException {
        SinkFiles files = new SinkFiles(directory, true, false, 10_000, 5, 86_400_000, false, false, "learner_id");
        try (PartitionWriter writer =
                Objects.requireNonNull(PartitionWriter.tryOpen(new LocalStorage(), files, topic, 0))) {
            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                if (text == null) {
                    writer.skip(i, 0);
                } else {
                    for (String line : text.split("\n", -1)) {
                        writer.append(i, 0, line.getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    private String verify(int exitCode, String... more) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(
                List.of("verify", directory.toString(), "--bootstrap", TestBroker.bootstrap(), "--topic", topic));
        arguments.addAll(List.of(more));
        CommandLine command = new CommandLine(new JsonlCommand()).setOut(new PrintWriter(out));
        assertThat(command.execute(arguments.toArray(String[]::new)))
                .as(out.toString())
                .isEqualTo(exitCode);
        return out.toString();
    }
}
