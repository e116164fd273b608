package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void shouldPrintOneLineForEachCheckAndExitZeroWhenNothingFails() {
        assertThat(doctor()).isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^ok    java          Java 1")
                .containsPattern("(?m)^(ok|warn)  +data\\.dir      " + folder)
                .containsPattern("(?m)^ok    broker        a broker of our own was ready at 127.0.0.1:\\d+ in \\d+ ms");
    }

    @Test
    void shouldExitOneAndSayWhatToDoWhenACheckFails() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(doctor("--set", "data.dir=" + file)).isEqualTo(1);
        assertThat(out.toString())
                .contains("fail  data.dir      " + file + " is not a folder" + System.lineSeparator()
                        + "                    Make it writable for this user, or set another data.dir.");
    }

    @Test
    void shouldReportABadSettingAsACheck() {
        assertThat(doctor("--set", "http.port=x")).isEqualTo(1);
        assertThat(out.toString()).startsWith("fail  settings      http.port must be a whole number from 0 to 65535");
    }

    @Test
    void shouldPrintJson() throws Exception {
        assertThat(doctor("--json")).isZero();

        JsonNode root = new ObjectMapper().readTree(out.toString());
        assertThat(root.get("ok").asBoolean()).isTrue();
        assertThat(root.get("checks").get(0).get("name").asText()).isEqualTo("java");
        assertThat(root.get("checks").get(0).get("status").asText()).isEqualTo("ok");
        assertThat(root.get("checks").get(0).get("advice").asText()).isEmpty();
    }

    private int doctor(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--set", "data.dir=" + folder, "--set", "http.port=0"));
        all.addAll(List.of(arguments));
        return new CommandLine(new DoctorCommand()).setOut(new PrintWriter(out)).execute(all.toArray(String[]::new));
    }
}
