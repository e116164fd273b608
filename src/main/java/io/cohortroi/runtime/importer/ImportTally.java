package io.cohortroi.runtime.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts what became of every row while a source is read. Every rejection goes to the given consumer; only the first
 * {@value #KEPT} are kept in memory. Not thread-safe: one tally belongs to one import.
 */
public final class ImportTally {
    static final int KEPT = 20;

    private final Consumer<Rejection> everyRejection;
    private final Map<String, Long> read = new TreeMap<>();
    private final Map<String, Long> mapped = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Map<String, Long> rejectedByRule = new TreeMap<>();
    private final List<Rejection> firstRejections = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long rejected;

    public ImportTally() {
        this(rejection -> {});
    }

    public ImportTally(Consumer<Rejection> everyRejection) {
        this.everyRejection = everyRejection;
    }

    /** One data row of {@code file}, whatever becomes of it. */
    public void read(String file) {
        read.merge(file, 1L, Long::sum);
    }

    /** {@code count} events for {@code topic}. */
    public void mapped(String topic, long count) {
        mapped.merge(topic, count, Long::sum);
    }

    /** One row that the format's rules leave out: {@code banked}. */
    public void skipped(String reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    public void reject(Rejection rejection) {
        rejected++;
        rejectedByRule.merge(rejection.rule(), 1L, Long::sum);
        if (firstRejections.size() < KEPT) {
            firstRejections.add(rejection);
        }
        everyRejection.accept(rejection);
    }

    /** Something a person should know that is no row's fault. */
    public void note(String note) {
        notes.add(note);
    }

    public long rejected() {
        return rejected;
    }

    List<Rejection> firstRejections() {
        return List.copyOf(firstRejections);
    }

    /** The counts so far, as the report of an import that published {@code published} events of {@code source}. */
    public ImportReport report(String source, long published, long resumedAt) {
        return new ImportReport(
                source,
                read,
                mapped,
                skipped,
                new ImportReport.Rejected(rejected, rejectedByRule, firstRejections),
                notes,
                published,
                resumedAt);
    }
}
