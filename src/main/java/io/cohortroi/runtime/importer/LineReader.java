package io.cohortroi.runtime.importer;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads lines ended by LF or CRLF, each at most {@value #LONGEST} characters; what is longer is cut there. */
final class LineReader {
    static final int LONGEST = 64 * 1024;

    private final Reader reader;
    private final char[] buffer = new char[16 * 1024];
    private final StringBuilder line = new StringBuilder();
    private int position;
    private int limit;
    private boolean terminated = true;

    LineReader(Reader reader) {
        this.reader = reader;
    }

    /** The next line without its end, or null where there is none. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        terminated = false;
        boolean any = false;
        while (!terminated && fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            line.append(buffer, position, Math.min(end - position, LONGEST + 1 - line.length()));
            terminated = end < limit;
            position = terminated ? end + 1 : end;
        }
        if (!any) {
            return null;
        }
        int last = line.length() - 1;
        if (terminated && last >= 0 && line.charAt(last) == '\r') {
            line.setLength(last);
        }
        return line.toString();
    }

    /** Whether the line given last was ended, and not by the end of the file. */
    boolean terminated() {
        return terminated;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        limit = reader.read(buffer, 0, buffer.length);
        position = 0;
        return limit > 0;
    }
}
