package io.cohortroi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The real script in a tree of its own, with a Java and a Maven that only tell what they were asked. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final String NEWER = "2030-01-01T00:00:00Z";

    @TempDir
    Path folder;

    private Path root;
    private Path tools;
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void layOutATree() throws IOException {
        root = Files.createDirectories(folder.resolve("a tree"));
        tools = Files.createDirectories(folder.resolve("bin"));
        Files.copy(Path.of("cohort-roi"), root.resolve("cohort-roi"));
        Files.createDirectories(root.resolve("src/main/java"));
        Files.writeString(root.resolve("src/main/java/A.java"), "class A {}");
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        for (String tool : List.of(
                "bash",
                "cat",
                "dirname",
                "find",
                "grep",
                "head",
                "mkdir",
                "mv",
                "readlink",
                "rm",
                "sed",
                "tail",
                "touch")) {
            script(tool, "exec " + which(tool) + " \"$@\"");
        }
        script("java", java(17));
        Files.createDirectories(folder.resolve("jdk/bin"));
        script("../jdk/bin/javac", "");
        script("mvn", "mkdir -p target/lib; touch target/cohort-roi.jar; echo \"mvn $*\" >> mvn.calls");
    }

    @Test
    void shouldBuildOnceAndPassArgumentsOn() throws Exception {
        Result first = launch("demo", "two words", "--json");
        Result second = launch("demo", "two words", "--json");

        assertThat(first.err).containsOnlyOnce("cohort-roi: building").doesNotContain("mvn");
        assertThat(second.err).isEmpty();
        assertThat(mavenCalls()).hasSize(1).first().asString().endsWith("package");
        assertThat(second.out)
                .contains("[-Xmx1g]", "[-cp]", "[" + root + "/target/cohort-roi.jar:" + root + "/target/lib/*]")
                .endsWith("[io.cohortroi.runtime.Main]\n[demo]\n[two words]\n[--json]\n");
        assertThat(second.exitCode).isZero();
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws Exception {
        launch();
        Files.setLastModifiedTime(root.resolve("src/main/java/A.java"), FileTime.from(Instant.parse(NEWER)));

        launch();

        assertThat(mavenCalls()).hasSize(2);
    }

    @Test
    void shouldShowTheErrorsOfABuildThatFailed() throws Exception {
        script("mvn", "echo '[INFO] chatter'; echo '[ERROR] A.java:[1,1] no such thing'; exit 1");

        Result result = launch();

        assertThat(result.exitCode).isEqualTo(1);
        assertThat(result.err)
                .contains("[ERROR] A.java:[1,1] no such thing", "all of it is in " + root + "/target/build.log")
                .doesNotContain("chatter");
        assertThat(result.out).isEmpty();
    }

    @Test
    void shouldWorkFromAnywhereAndThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a tree", "cohort-roi"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("second"), link);

        Result result = run(folder, linkToLink.toString(), "topics");

        assertThat(result.err).contains("cohort-roi: building");
        assertThat(result.out).contains("[" + root + "/target/cohort-roi.jar:").endsWith("[topics]\n");
    }

    @Test
    void shouldSayWhichJavaIsTooOld() throws Exception {
        script("java", java(11));

        Result result = launch();

        assertThat(result.exitCode).isEqualTo(1);
        assertThat(result.err)
                .isEqualTo("cohort-roi: Java 17 or later is needed, and none was found. " + tools.resolve("java")
                        + " is version 11. Install a JDK 17 or later, or point JAVA_HOME at one.\n");
    }

    @Test
    void shouldSayThatMavenIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));

        assertThat(launch().err).contains("building needs Maven 3.8 or later, and mvn is not on the PATH");
    }

    @Test
    void shouldSayThatARuntimeAloneCannotBuild() throws Exception {
        Files.delete(folder.resolve("jdk/bin/javac"));

        assertThat(launch().err).contains("building needs a JDK, and " + tools.resolve("java") + " is a runtime only");
    }

    @Test
    void shouldPreferJavaHome() throws Exception {
        environment.put("JAVA_HOME", folder.resolve("jdk").toString());
        script("../jdk/bin/java", java(25));

        assertThat(launch().out).contains("[--enable-native-access=ALL-UNNAMED]");
    }

    @Test
    void shouldRememberTheClassesOfATrainingRunAfterABuild() throws Exception {
        Result result = launch("demo");

        String archive = root + "/target/cohort-roi.jsa";
        assertThat(Files.readString(root.resolve("target/build.log")))
                .contains(
                        "trained with ",
                        "-XX:ArchiveClassesAtExit=" + archive + ".new",
                        "io.cohortroi.runtime.Main doctor");
        assertThat(result.out).doesNotContain("trained").contains("[-XX:SharedArchiveFile=" + archive + "]");
    }

    @Test
    void shouldRunWithoutAnArchiveWhenTrainingIsKilledHalfway() throws Exception {
        script("java", java(17).replace("jsa.new ;;", "jsa.new; exit 137 ;;"));

        assertThat(launch("demo").out).doesNotContain("SharedArchiveFile").endsWith("[demo]\n");
        assertThat(root.resolve("target/cohort-roi.jsa.new")).doesNotExist();
    }

    @Test
    void shouldLetOptsReplaceTheHeap() throws Exception {
        environment.put("COHORT_ROI_OPTS", "-Xmx4g -Dx=y");

        assertThat(launch().out).contains("[-Xmx4g]\n[-Dx=y]\n").doesNotContain("[-Xmx1g]", "[-Xms1g]");
    }

    private String java(int version) {
        return """
                case "$*" in
                  -version) echo 'openjdk version "%d.0.1" 2025-01-01' >&2 ;;
                  -XshowSettings*) echo '    java.home = %s' >&2 ;;
                  *-XX:ArchiveClassesAtExit=*) echo "trained with $*"; touch target/cohort-roi.jsa.new ;;
                  *) for word in "$@"; do echo "[$word]"; done ;;
                esac
                """.formatted(version, folder.resolve("jdk"));
    }

    private void script(String name, String body) throws IOException {
        Path file = tools.resolve(name).normalize();
        Files.writeString(file, "#!" + which("bash") + "\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path which(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private List<String> mavenCalls() throws IOException {
        return Files.readAllLines(root.resolve("mvn.calls"));
    }

    private Result launch(String... arguments) throws Exception {
        return run(root, root.resolve("cohort-roi").toString(), arguments);
    }

    private Result run(Path directory, String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(which("bash").toString(), script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(environment);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private record Result(int exitCode, String out, String err) {}
}
