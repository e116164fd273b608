package io.cohortroi.connect.verify;

import io.cohortroi.connect.file.LineReader;
import io.cohortroi.connect.file.Storage;
import io.cohortroi.connect.file.StorageFile;
import io.cohortroi.connect.file.StoredInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * One file with lines.
 *
 * @param nextOffset the first offset after those it covers
 * @param readBytes how much of the file on disk holds lines; an open file may have more
 * @param complete false while it is being written
 */
public record SinkFile(
        Path path,
        long firstOffset,
        long nextOffset,
        long lines,
        long readBytes,
        long erasedLines,
        boolean complete,
        boolean gzip) {

    /** All its lines, without LF. */
    public List<byte[]> read(Storage storage) throws IOException {
        try (StorageFile file = storage.openToRead(path)) {
            StoredInput stored = new StoredInput(file, readBytes);
            InputStream content = gzip ? new GZIPInputStream(stored) : stored;
            LineReader reader = new LineReader(content);
            List<byte[]> found = new ArrayList<>();
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                found.add(line);
            }
            return found;
        }
    }
}
