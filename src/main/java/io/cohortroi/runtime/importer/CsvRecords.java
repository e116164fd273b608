package io.cohortroi.runtime.importer;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV text, quoted or not. A quoted field may run over several lines; a quote that never closes costs
 * its own line only, the lines after it are read as if nothing had happened. Blank lines are no records.
 */
final class CsvRecords {
    private static final int MOST_LINES = 50;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final CsvReader.CsvReaderBuilder parser =
            CsvReader.builder().allowUnclosedQuote(false).trimWhitespacesAroundQuotes(true);
    private final LineReader lines;
    private final Deque<String> pushedBack = new ArrayDeque<>();
    private long lastLine;

    CsvRecords(Reader reader) {
        this.lines = new LineReader(reader);
    }

    /**
     * One record, or why it is none.
     *
     * @param line the line it begins on, from 1
     * @param text the record as it stands in the file
     * @param fields empty where {@code problem} says which rule is broken
     * @param ended whether its last line was ended, and not by the end of the file
     */
    record Parsed(
            long line,
            String text,
            List<String> fields,
            @Nullable String problem,
            boolean ended) {}

    /** @param columns how many fields a record has; 0 where that is not known yet */
    @Nullable
    Parsed next(int columns) throws IOException {
        String first = nextLine();
        while (first != null && first.isBlank()) {
            first = nextLine();
        }
        if (first == null) {
            return null;
        }
        long line = lastLine;
        if (!hasOpenQuote(first)) {
            return parse(line, first, columns);
        }
        List<String> taken = new ArrayList<>();
        StringBuilder joined = new StringBuilder(first);
        boolean open = true;
        while (open && taken.size() < MOST_LINES && joined.length() <= LineReader.LONGEST) {
            String more = nextLine();
            if (more == null) {
                break;
            }
            taken.add(more);
            joined.append('\n').append(more);
            open ^= hasOpenQuote(more);
        }
        Parsed parsed = open ? unclosed(line, first) : parse(line, joined.toString(), columns);
        if (parsed.problem() == null) {
            return parsed;
        }
        for (int i = taken.size() - 1; i >= 0; i--) {
            pushedBack.push(taken.get(i));
            lastLine--;
        }
        return new Parsed(line, first, List.of(), parsed.problem(), !taken.isEmpty() || lines.terminated());
    }

    /** The line after the last one read. */
    long nextLineNumber() {
        return lastLine + 1;
    }

    private Parsed parse(long line, String text, int columns) {
        boolean ended = !pushedBack.isEmpty() || lines.terminated();
        if (text.length() > LineReader.LONGEST) {
            return new Parsed(line, text, List.of(), "a row has at most " + LineReader.LONGEST + " characters", ended);
        }
        List<String> fields;
        try {
            fields = parser.ofSingleCsvRecord(text).getFields();
        } catch (CsvParseException e) {
            return new Parsed(line, text, List.of(), "a row is fields separated by commas, quoted whole", ended);
        }
        String problem = columns == 0 || fields.size() == columns ? null : "a row has " + columns + " columns";
        return new Parsed(line, text, fields, problem, ended);
    }

    private Parsed unclosed(long line, String text) {
        return new Parsed(line, text, List.of(), "a quote that opens also closes", lines.terminated());
    }

    private @Nullable String nextLine() throws IOException {
        String next = pushedBack.isEmpty() ? lines.next() : pushedBack.pop();
        if (next == null) {
            return null;
        }
        lastLine++;
        return lastLine == 1 && next.startsWith(BYTE_ORDER_MARK) ? next.substring(1) : next;
    }

    private static boolean hasOpenQuote(String text) {
        boolean open = false;
        for (int i = text.indexOf('"'); i >= 0; i = text.indexOf('"', i + 1)) {
            open = !open;
        }
        return open;
    }
}
