package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cohortroi.runtime.importer.CsvFiles.CsvFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A folder of CSV files, plain or {@code .gz}, whose columns are the fields of the public contract: {@code cohorts.csv},
 * {@code workflows.csv}, {@code capabilities.csv}, {@code learners.csv}, {@code learner-activity.csv} and {@code
 * training-completions.csv}, any of them. Inner fields are columns with a dot, {@code attributes.department}; a list is
 * one cell, separated by semicolons; a cohort's rule is one cell of JSON, or cohorts come as {@code cohorts.json}. The ids of learners, events and completions
 * become pseudonyms.
 */
public final class CsvSource implements Source {
    private final Path folder;
    private final Pseudonyms pseudonyms;
    private final Path temporary;

    public CsvSource(Path folder, Pseudonyms pseudonyms) {
        this(folder, pseudonyms, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param temporary where events are sorted; nothing is left there */
    CsvSource(Path folder, Pseudonyms pseudonyms, Path temporary) {
        this.folder = folder;
        this.pseudonyms = pseudonyms;
        this.temporary = temporary;
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public EventSequence prepare(ImportTally tally, ProgressListener progress) throws ImportException {
        InputFolder input = new InputFolder(folder, "CSV", CsvFiles.names(), "", tally, progress);
        EventSpool spool = EventSpool.createIn(temporary);
        try {
            input.readJson(CsvFiles.COHORTS_JSON, row -> add(row, CsvFiles.COHORTS, spool, tally));
            List<CsvFile> files = Stream.concat(CsvFiles.REFERENCE.stream(), CsvFiles.events(pseudonyms).stream())
                    .toList();
            for (CsvFile file : files) {
                read(input, file, spool, tally);
            }
            EventSequence events = spool.sorted(Hash.sha256(input.fingerprint() + pseudonyms.identity()));
            if (events.size() == 0) {
                throw ImportException.nothingIn(folder, "no row can be used", tally);
            }
            return events;
        } catch (UncheckedIOException e) {
            spool.close();
            throw new ImportException(String.valueOf(e.getMessage()), e);
        } catch (ImportException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private void read(InputFolder input, CsvFile file, EventSpool spool, ImportTally tally) throws ImportException {
        Set<String> unknown = new TreeSet<>();
        input.read(file.name(), file.requiredColumns(), row -> {
            if (row.number() == 1) {
                row.columns().stream().filter(column -> !file.knows(column)).forEach(unknown::add);
            }
            add(row, file, spool, tally);
        });
        unknown.forEach(column -> tally.note(file.name() + ": the contract has no field " + column + "; not imported"));
    }

    private void add(Row row, CsvFile file, EventSpool spool, ImportTally tally) {
        String value = EventJson.object(json -> write(row, file.fields(), json));
        if (file.topic().equals(TopicNames.COMPLETIONS)) {
            requireWholeCompletion(row);
        }
        if (row.isSound()) {
            String id = row.text(file.id());
            if (file.time() == null) {
                String version = row.isBlank("version") ? "1" : row.text("version");
                spool.addFirst(new ImportedEvent(file.topic(), id + "@" + version, value, Instant.EPOCH));
            } else {
                spool.add(new ImportedEvent(file.topic(), pseudonyms.of(id), value, row.instant(file.time())));
            }
            tally.mapped(file.topic(), 1);
        }
    }

    private static void write(Row row, List<CsvField> fields, JsonGenerator json) {
        try {
            for (CsvField field : fields) {
                field.write(row, json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    /** What depends on the kind: a void needs no numbers, and only a completion has revision 0. */
    private static void requireWholeCompletion(Row row) {
        String kind = row.text("kind");
        if (!kind.equals("voided")) {
            row.required("duration_hours");
            row.required("completion_rate");
            if (row.isBlank("capabilities") && row.isBlank("capabilities_added")) {
                row.reject("capabilities or capabilities_added is given", "");
            }
        }
        int revision = row.isBlank("revision") ? 0 : row.whole("revision", 0, Integer.MAX_VALUE);
        if (kind.equals("completed") != (revision == 0)) {
            row.reject("revision is 0 for completed, at least 1 for corrected and voided", row.text("revision"));
        }
    }
}
