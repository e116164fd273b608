package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.cohortroi.runtime.Main;
import io.cohortroi.runtime.broker.EmbeddedBroker;
import io.cohortroi.testing.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and kill: the process stops everything in order and ends as a shell expects of the signal. */
@DisabledOnOs(OS.WINDOWS)
class StoppedProcessTest {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int BY_INTERRUPT = 130;
    private static final int BY_TERMINATION = 143;

    @TempDir
    Path folder;

    @Test
    void shouldEndADemoThatIsStillPublishingItsPast() throws Exception {
        Process demo = start("demo", "--set", "data.dir=" + folder.resolve("data"));
        awaitOutput(demo, "Embedded Kafka ready");
        signal(demo, "TERM");

        assertThat(exitOf(demo)).isEqualTo(BY_TERMINATION);
        assertThat(output()).doesNotContain("page    http://");
        // The folder was given back.
        EmbeddedBroker.start(EmbeddedBroker.Config.of(folder.resolve("data").resolve("broker"), 0))
                .close();
    }

    @Test
    void shouldEndARunOnCtrlC() throws Exception {
        assumeThat(ignoresInterrupts())
                .as("processes started from here ignore Ctrl-C")
                .isFalse();
        Process run = start(
                "run",
                "--set",
                "bootstrap.servers=" + TestBroker.bootstrap(),
                "--set",
                "prefix=" + TestBroker.prefix(),
                "--set",
                "data.dir=" + folder.resolve("data"));
        awaitOutput(run, "Page and API: http://");
        signal(run, "INT");

        assertThat(exitOf(run)).isEqualTo(BY_INTERRUPT);
        assertThat(output()).doesNotContain("did not stop cleanly");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--set", "http.port=0"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private void awaitOutput(Process process, String text) {
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
            assertThat(process.isAlive()).as(output()).isTrue();
            return output().contains(text);
        });
    }

    private int exitOf(Process process) throws Exception {
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(output()).isTrue();
        return process.exitValue();
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Who is started in the background of a script ignores Ctrl-C, and so does whoever is started by that. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        long ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
        return (ignored & 0b10) != 0;
    }

    private String output() throws IOException {
        Path output = folder.resolve("output");
        return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
    }
}
