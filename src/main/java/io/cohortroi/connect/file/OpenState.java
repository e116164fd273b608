package io.cohortroi.connect.file;

import io.cohortroi.connect.file.FileSet.Kind;
import java.io.IOException;

/**
 * How far an open file is written, looked at from outside without touching it.
 *
 * @param nextOffset the first offset it does not cover
 * @param bytes its durable bytes from the beginning
 * @param lines the lines in them
 * @param looseBytes what follows them and is no line yet
 */
public record OpenState(long nextOffset, long bytes, long lines, long looseBytes) {
    public static OpenState of(Storage storage, FileSet set) throws IOException {
        byte[] slots = storage.exists(set.path(Kind.JOURNAL)) ? storage.read(set.path(Kind.JOURNAL)) : new byte[0];
        try (StorageFile data = storage.openToRead(set.path(Kind.OPEN))) {
            long size = data.size();
            JournalEntry entry = JournalScan.of(set, slots).newestMatching(new StoredInput(data, size));
            return entry == null
                    ? new OpenState(set.firstOffset(), 0, 0, size)
                    : new OpenState(entry.nextOffset(), entry.bytes(), entry.lines(), size - entry.bytes());
        }
    }
}
