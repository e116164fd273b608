package io.cohortroi.runtime.importer;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One CSV file with a header, read row by row. Columns are found by name, in any order; more columns than needed are
 * fine. What cannot be a row is rejected here, with file and line, and never reaches the caller.
 */
final class CsvTable {
    private final String file;
    private final TextInput input;
    private final String missing;
    private final ImportTally tally;

    /** @param missing what stands for a missing value, beside an empty field; may be empty itself */
    CsvTable(String file, TextInput input, String missing, ImportTally tally) {
        this.file = file;
        this.input = input;
        this.missing = missing;
        this.tally = tally;
    }

    /**
     * Gives every row with as many fields as the header has.
     *
     * @param required columns without which the file cannot be used
     * @return whether the file was read to its end; false where the header is unusable or the data ends too early
     */
    boolean forEach(List<String> required, Consumer<Row> rows) throws IOException {
        CsvRecords records = new CsvRecords(new InputStreamReader(input, StandardCharsets.UTF_8));
        CsvRecords.Parsed header = records.next(0);
        Map<String, Integer> columns = header == null || isTorn(header) ? null : columns(header, required);
        if (columns == null) {
            if (input.damage() != null) {
                reject(1, input.damage(), header == null ? "" : header.text());
            } else if (header == null) {
                reject(1, "a file begins with a header line", "");
            }
            return false;
        }
        long rowNumber = 0;
        CsvRecords.Parsed record;
        while ((record = records.next(columns.size())) != null && !isTorn(record)) {
            tally.read(file);
            rowNumber++;
            if (record.problem() == null) {
                rows.accept(new Row(file, record.line(), rowNumber, columns, record.fields(), missing, tally));
            } else {
                reject(record.line(), record.problem(), record.text());
            }
        }
        String damage = input.damage();
        if (damage != null) {
            reject(
                    record == null ? records.nextLineNumber() : record.line(),
                    damage,
                    record == null ? "" : record.text());
        }
        return damage == null;
    }

    /** The last line of damaged data: it may look like a row and still be half of one. */
    private boolean isTorn(CsvRecords.Parsed record) {
        return !record.ended() && input.damage() != null;
    }

    private @Nullable Map<String, Integer> columns(CsvRecords.Parsed header, List<String> required) {
        Map<String, Integer> columns = new HashMap<>();
        for (String name : header.fields()) {
            String clean = name.strip();
            if (columns.put(clean, columns.size()) != null) {
                reject(header.line(), "the header names every column once", header.text());
                return null;
            }
        }
        if (header.problem() != null || !columns.keySet().containsAll(required)) {
            reject(header.line(), "the header names " + String.join(", ", required), header.text());
            return null;
        }
        return columns;
    }

    private void reject(long line, String rule, String value) {
        tally.reject(new Rejection(file, line, rule, value));
    }
}
