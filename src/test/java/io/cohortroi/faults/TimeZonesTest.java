package io.cohortroi.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.runtime.Main;
import io.cohortroi.testing.OuladSample;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The output depends on event time only: the same input gives the same bytes in every time zone. */
@Tag("faults")
@DisabledOnOs(OS.WINDOWS)
class TimeZonesTest {
    private static final List<String> ZONES = List.of("UTC", "Pacific/Kiritimati", "America/Adak");

    @TempDir
    Path folder;

    /** {@code mvn -Dexcluded.groups=none -Dgroups=faults -Dtest=TimeZonesTest test}. */
    @Test
    void shouldGiveTheSameOutputInEveryZone(TestReporter reporter) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        OuladSample.write(data, 42, 200);
        Map<String, String> hashes = new TreeMap<>();
        for (String zone : ZONES) {
            hashes.put(zone, analyze(data, hashes.size(), zone));
        }
        long different = hashes.values().stream().distinct().count();
        System.out.println("figure: " + hashes.size() + " runs in " + ZONES + ": " + different + " hash");
        reporter.publishEntry(Map.of("runs", "" + hashes.size(), "hashes", "" + different));
        assertThat(hashes).allSatisfy((run, hash) -> assertThat(hash).as(run).isEqualTo(hashes.get("UTC")));
    }

    private String analyze(Path data, int run, String zone) throws Exception {
        Path out = folder.resolve("out-" + run);
        Path log = folder.resolve("log-" + run);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=" + zone,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "analyze",
                "oulad",
                data.toString(),
                "--out",
                out.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(Files.readString(log)).isZero();
        return hash(out);
    }

    /** Of all results: files of last values as they are, records and alerts in any order of their partitions. */
    private static String hash(Path out) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<Path> files;
        try (Stream<Path> all = Files.walk(out)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".jsonl") || file.endsWith("ledger.json"))
                    .filter(file -> !file.endsWith("dead-letters.jsonl"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(7);
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                lines.add(file.getFileName().toString().replaceAll("-\\d.*", "") + " " + line);
            }
        }
        lines.stream().sorted().forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
