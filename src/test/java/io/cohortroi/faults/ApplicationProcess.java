package io.cohortroi.faults;

import io.cohortroi.runtime.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code cohort-roi run} in a JVM of its own, again and again with the same folder; all of its output in one file. */
final class ApplicationProcess implements AutoCloseable {
    private static final Pattern PAGE = Pattern.compile("Page and API: http://127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern NUMBERS = Pattern.compile("[0-9a-f]*[0-9][0-9a-f-]*");
    /** A line may be said so often by one process, and so often more for every second that it lives. */
    private static final int REPEATS = 500;

    private static final int REPEATS_PER_SECOND = 5;

    private final Path folder;
    private final List<String> arguments;
    private final String heap;
    private final List<Duration> lives = new ArrayList<>();
    private Process process;
    private int starts;
    private long startedNanos;
    private boolean meantToBeGone = true;

    /** @param settings of the program, on top of the folder */
    ApplicationProcess(Path folder, Map<String, String> settings, String heap, String... more) {
        this.folder = folder;
        this.heap = heap;
        this.arguments = new ArrayList<>(List.of("run"));
        Map<String, String> all = new TreeMap<>(Map.of("data.dir", folder.toString(), "http.port", "0"));
        all.putAll(settings);
        all.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        arguments.addAll(List.of(more));
    }

    void start() {
        try {
            Files.createDirectories(folder);
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + heap,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName()));
            command.addAll(arguments);
            noteLife();
            starts++;
            startedNanos = System.nanoTime();
            meantToBeGone = false;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log(starts).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Not started yet, or ended by us. */
    boolean isMeantToBeGone() {
        return meantToBeGone;
    }

    /** SIGKILL. */
    void kill() {
        meantToBeGone = true;
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("kill -" + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM; returns the exit code. */
    int stop() {
        meantToBeGone = true;
        process.destroy();
        return awaitEnd(Duration.ofSeconds(90));
    }

    int awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the program did not end within " + limit + ": " + tail());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The body of {@code GET path}, or an empty text while nobody answers with 200. */
    String get(String path) {
        Matcher page = PAGE.matcher(output(starts));
        if (!page.find()) {
            return "";
        }
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.group(1) + path))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "";
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** What the newest process said. */
    String output() {
        return output(starts);
    }

    private void noteLife() {
        if (starts > lives.size()) {
            lives.add(Duration.ofNanos(System.nanoTime() - startedNanos));
        }
    }

    /** How often the commonest line was said by one process, numbers aside. */
    int mostRepeated() {
        int most = 0;
        for (int start = 1; start <= starts; start++) {
            most = Math.max(
                    most,
                    repeats(start).values().stream().mapToInt(n -> n).max().orElse(0));
        }
        return most;
    }

    /**
     * Lines that one process said more than {@value #REPEATS} times and {@value #REPEATS_PER_SECOND} times more for every
     * second of its life, numbers aside: what goes round for ever says so hundreds of times a second.
     */
    List<String> repeatedWithoutBound() {
        List<String> found = new ArrayList<>();
        noteLife();
        for (int start = 1; start <= starts; start++) {
            long seconds = lives.get(start - 1).toSeconds();
            long bound = REPEATS + REPEATS_PER_SECOND * seconds;
            repeats(start).forEach((line, times) -> {
                if (times > bound) {
                    found.add("the log says " + times + " times within " + seconds + " s: " + line);
                }
            });
        }
        return found;
    }

    private Map<String, Integer> repeats(int start) {
        Map<String, Integer> lines = new TreeMap<>();
        for (String said : output(start).split("\n", -1)) {
            String line = NUMBERS.matcher(said).replaceAll("#");
            if (!line.isBlank()) {
                lines.merge(line, 1, Integer::sum);
            }
        }
        return lines;
    }

    String tail() {
        String said = output(starts);
        return said.substring(Math.max(0, said.length() - 4_000));
    }

    private String output(int start) {
        try {
            return Files.exists(log(start)) ? Files.readString(log(start), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(int start) {
        return folder.resolve("run-" + start + ".log");
    }

    @Override
    public void close() {
        if (isAlive()) {
            signal("CONT");
            kill();
        }
    }
}
