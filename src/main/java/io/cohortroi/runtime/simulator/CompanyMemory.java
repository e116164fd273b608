package io.cohortroi.runtime.simulator;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/**
 * Which company lives on a broker and how far it has come: a small file beside the broker's data. What it says wins over
 * what a later start asks for, since two companies on the same topics would be none. The file is replaced in one step,
 * so that a crash leaves the state before or after; what is told twice then has the same ids and is dropped as duplicate.
 */
public final class CompanyMemory {
    private static final String SEED = "seed";
    private static final String END = "past_end";
    private static final String PAST_PUBLISHED = "past_published";
    private static final String LIVED_UNTIL = "lived_until";

    private final Path file;
    private final long seed;
    private final Instant end;
    private boolean pastPublished;
    private Instant livedUntil;

    private CompanyMemory(Path file, long seed, Instant end, boolean pastPublished, Instant livedUntil) {
        this.file = file;
        this.seed = seed;
        this.end = end;
        this.pastPublished = pastPublished;
        this.livedUntil = livedUntil;
    }

    /**
     * Reads the file, or creates it for a new company.
     *
     * @param pastEnd where a new company's past ends, see {@link SimulatedCompany#SimulatedCompany}
     * @throws IOException where the file cannot be read or written, or says what this class does not write
     */
    public static CompanyMemory open(Path file, long seed, Instant pastEnd) throws IOException {
        if (!Files.exists(file)) {
            Instant end = new SimulatedCompany(seed, pastEnd).end();
            CompanyMemory fresh = new CompanyMemory(file, seed, end, false, end);
            fresh.write();
            return fresh;
        }
        Properties known = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            known.load(reader);
            return new CompanyMemory(
                    file,
                    Long.parseLong(known.getProperty(SEED, "")),
                    Instant.parse(known.getProperty(END, "")),
                    Boolean.parseBoolean(known.getProperty(PAST_PUBLISHED)),
                    Instant.parse(known.getProperty(LIVED_UNTIL, "")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(
                    file + " does not say which company lives here (" + e.getMessage()
                            + "); remove it together with the broker's data to begin anew",
                    e);
        }
    }

    public long seed() {
        return seed;
    }

    /** The company that lives here; equal seeds and ends give equal companies. */
    public SimulatedCompany company() {
        return new SimulatedCompany(seed, end);
    }

    /** Whether the whole past is on the topics. */
    public synchronized boolean isPastPublished() {
        return pastPublished;
    }

    /** To be called once every event of the past is acknowledged. */
    public synchronized void rememberPastPublished() throws IOException {
        pastPublished = true;
        write();
    }

    /** In the company's time; everything told before is on the topics. */
    synchronized Instant livedUntil() {
        return livedUntil;
    }

    synchronized void rememberLivedUntil(Instant time) throws IOException {
        livedUntil = time;
        write();
    }

    private void write() throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        Files.createDirectories(folder);
        String text = SEED + "=" + seed + "\n" + END + "=" + end + "\n" + PAST_PUBLISHED + "=" + pastPublished + "\n"
                + LIVED_UNTIL + "=" + livedUntil + "\n";
        Path next = folder.resolve(file.getFileName() + ".next");
        Files.writeString(next, text, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
