package io.cohortroi.runtime.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Properties;

/**
 * What {@code demo} has to remember in its data folder, so that a second start meets the same company: seed, end of the
 * past, and whether the past has been published.
 */
final class DemoFolder {
    private static final String SEED = "seed";
    private static final String PAST_END = "past.end";
    private static final String PAST_PUBLISHED = "past.published";

    private final Path file;
    private final Properties properties;

    private DemoFolder(Path file, Properties properties) {
        this.file = file;
        this.properties = properties;
    }

    /** Reads what an earlier start left, or decides seed and end of the past now. */
    static DemoFolder open(Path dataDir, long seed, Clock clock) throws IOException {
        try {
            Files.createDirectories(dataDir);
        } catch (IOException e) {
            throw new IOException(
                    "the folder " + dataDir.toAbsolutePath() + " cannot be created or written; set data.dir to another",
                    e);
        }
        Path file = dataDir.resolve("demo.properties");
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(in);
            }
            DemoFolder folder = new DemoFolder(file, properties);
            folder.check();
            return folder;
        }
        properties.setProperty(SEED, Long.toString(seed));
        properties.setProperty(
                PAST_END, clock.instant().truncatedTo(ChronoUnit.MINUTES).toString());
        DemoFolder folder = new DemoFolder(file, properties);
        folder.write();
        return folder;
    }

    private void check() throws IOException {
        try {
            seed();
            pastEnd();
        } catch (NumberFormatException | DateTimeParseException | NullPointerException e) {
            throw new IOException(
                    "the file " + file.toAbsolutePath() + " is damaged; remove the folder to begin anew", e);
        }
    }

    long seed() {
        return Long.parseLong(properties.getProperty(SEED));
    }

    Instant pastEnd() {
        return Instant.parse(properties.getProperty(PAST_END));
    }

    boolean isPastPublished() {
        return Boolean.parseBoolean(properties.getProperty(PAST_PUBLISHED));
    }

    void pastIsPublished() throws IOException {
        properties.setProperty(PAST_PUBLISHED, "true");
        write();
    }

    private void write() throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try (Writer out = Files.newBufferedWriter(fresh, StandardCharsets.UTF_8)) {
            properties.store(out, "The simulated company of this folder");
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
