package io.cohortroi.connect.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines that end in LF. */
public final class LineReader {
    private final InputStream input;
    private byte[] buffer = new byte[1 << 13];
    private int start;
    private int end;

    public LineReader(InputStream input) {
        this.input = input;
    }

    /** The next whole line without its LF; null at the end, when {@link #torn} says what is left. */
    public byte @Nullable [] next() throws IOException {
        int scanned = start;
        while (true) {
            for (; scanned < end; scanned++) {
                if (buffer[scanned] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, scanned);
                    start = scanned + 1;
                    return line;
                }
            }
            int kept = end - start;
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, kept);
                start = 0;
                end = kept;
                scanned = kept;
            }
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
            }
            int read = input.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return null;
            }
            end += read;
        }
    }

    /** After the last line: how many bytes without an LF followed it. */
    public int torn() {
        return end - start;
    }
}
