package io.cohortroi.connect.file;

import io.cohortroi.connect.file.FileSet.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file a partition is being written to, and its journal. A flush forces the lines first and an entry of the
 * journal after them; whatever the last intact entry does not cover is no line yet.
 */
final class OpenFile implements Closeable {
    private static final int WRITE_BYTES = 1 << 20;
    private static final int FIRST_JOURNAL_BYTES = 1 << 12;
    private static final int MOST_JOURNAL_BYTES = 1 << 16;

    private final FileSet set;
    private final long generation;
    private final StorageFile data;
    private final StorageFile journal;
    private final CRC32C crc = new CRC32C();
    private final ContentDigest digest = new ContentDigest();

    private byte[] buffer = new byte[1 << 13];
    private int buffered;
    private long written;
    private long lines;
    private long recordTimeMs;
    private long journalPosition;
    private long journalSize;

    private OpenFile(FileSet set, long generation, StorageFile data, StorageFile journal) {
        this.set = set;
        this.generation = generation;
        this.data = data;
        this.journal = journal;
    }

    /** Starts a new file, durable but empty. */
    static OpenFile create(Storage storage, FileSet set, long generation) throws IOException {
        storage.createFolder(set.folder());
        OpenFile created = opened(storage, set, generation);
        try {
            created.data.truncate(0);
            created.journal.truncate(0);
            created.growJournal();
            created.data.force();
            storage.forceFolder(set.folder());
            return created;
        } catch (IOException e) {
            created.closeAfter(e);
            throw e;
        }
    }

    /** Takes over the open file of an earlier owner at the newest entry of its journal that the lines agree with. */
    static Resumed resume(Storage storage, FileSet set, long generation) throws IOException {
        OpenFile resumed = opened(storage, set, generation);
        try {
            byte[] slots = new byte[Math.toIntExact(resumed.journal.size())];
            resumed.journal.read(slots, 0, slots.length, 0);
            JournalScan scan = JournalScan.of(set, slots);
            JournalEntry entry = scan.newestMatching(new StoredInput(resumed.data, resumed.data.size()));
            long size = resumed.data.size();
            resumed.continueAfter(entry, scan, slots.length);
            storage.forceFolder(set.folder());
            long nextOffset = entry == null ? set.firstOffset() : entry.nextOffset();
            return new Resumed(resumed, nextOffset, size - resumed.written, scan.newestBytes() - resumed.written);
        } catch (IOException e) {
            resumed.closeAfter(e);
            throw e;
        }
    }

    /**
     * An open file taken over.
     *
     * @param nextOffset the offset it continues with
     * @param tornBytes bytes after the last whole flush that were cut off
     * @param lostBytes bytes that had been durable and were missing or changed; they are read from the topic again
     */
    record Resumed(OpenFile file, long nextOffset, long tornBytes, long lostBytes) {}

    FileSet set() {
        return set;
    }

    long lines() {
        return lines;
    }

    /** Bytes of all lines, flushed or not. */
    long bytes() {
        return written + buffered;
    }

    long recordTimeMs() {
        return recordTimeMs;
    }

    /** Adds a line; it is on disk after the next {@link #flush}. */
    void append(byte[] line, long timeMs) throws IOException {
        if (lines == 0) {
            recordTimeMs = timeMs;
        }
        int needed = Math.addExact(line.length, 1);
        if (buffered > 0 && buffered + needed > WRITE_BYTES) {
            writeBuffered();
        }
        if (needed > buffer.length - buffered) {
            buffer = Arrays.copyOf(buffer, Math.max(buffered + needed, Math.min(buffer.length * 2, WRITE_BYTES)));
        }
        System.arraycopy(line, 0, buffer, buffered, line.length);
        buffer[buffered + line.length] = '\n';
        buffered += needed;
        lines++;
    }

    /** Returns when every line so far, and that they reach {@code nextOffset}, is on disk under the file's name. */
    void flush(long nextOffset) throws IOException {
        writeBuffered();
        data.force();
        writeEntry(nextOffset);
        if (!data.isInPlace() || !journal.isInPlace()) {
            throw new FencedException(set.path(Kind.OPEN)
                    + ": was removed or replaced while it was being written; nothing after it was committed");
        }
    }

    /** Reads the flushed lines. */
    StoredInput content() {
        return new StoredInput(data, written);
    }

    /**
     * The manifest of this file as it stands flushed. The digest is spent: the file can only be finished after it.
     */
    Manifest manifest(long nextOffset) {
        String sha = digest.finish();
        return new Manifest(
                set.topic(),
                set.partition(),
                set.firstOffset(),
                nextOffset - 1,
                lines,
                written,
                sha,
                written,
                sha,
                0,
                null);
    }

    @Override
    public void close() throws IOException {
        try (journal) {
            data.close();
        }
    }

    private static OpenFile opened(Storage storage, FileSet set, long generation) throws IOException {
        StorageFile data = storage.open(set.path(Kind.OPEN));
        try {
            return new OpenFile(set, generation, data, storage.open(set.path(Kind.JOURNAL)));
        } catch (IOException e) {
            data.close();
            throw e;
        }
    }

    private void continueAfter(@Nullable JournalEntry entry, JournalScan scan, long size) throws IOException {
        journalSize = size - size % JournalEntry.SIZE;
        journalPosition = scan.end();
        if (entry != null) {
            written = entry.bytes();
            lines = entry.lines();
            recordTimeMs = entry.recordTimeMs();
        }
        data.truncate(written);
        StoredInput kept = content();
        byte[] chunk = new byte[1 << 14];
        for (int read = kept.read(chunk, 0, chunk.length); read > 0; read = kept.read(chunk, 0, chunk.length)) {
            crc.update(chunk, 0, read);
            digest.write(chunk, 0, read);
        }
        data.force();
        if (journalPosition >= journalSize) {
            growJournal();
        }
        writeEntry(entry == null ? set.firstOffset() : entry.nextOffset());
    }

    private void writeBuffered() throws IOException {
        data.write(buffer, 0, buffered, written);
        crc.update(buffer, 0, buffered);
        digest.write(buffer, 0, buffered);
        written += buffered;
        buffered = 0;
        if (buffer.length > WRITE_BYTES) {
            buffer = new byte[WRITE_BYTES];
        }
    }

    private void writeEntry(long nextOffset) throws IOException {
        if (journalPosition >= journalSize) {
            growJournal();
        }
        JournalEntry entry =
                new JournalEntry(generation, nextOffset, written, lines, recordTimeMs, (int) crc.getValue());
        journal.write(entry.encode(set), 0, JournalEntry.SIZE, journalPosition);
        journal.force();
        journalPosition += JournalEntry.SIZE;
    }

    // Slots are laid out ahead, so that forcing an entry changes no length and stays one write.
    private void growJournal() throws IOException {
        int more = (int) Math.min(Math.max(journalSize, FIRST_JOURNAL_BYTES), MOST_JOURNAL_BYTES);
        journal.write(new byte[more], 0, more, journalSize);
        journal.force();
        journalSize += more;
    }

    private void closeAfter(IOException cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
