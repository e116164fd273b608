package io.cohortroi.connect.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was durable after one flush of an open file: the first {@code bytes} of it, {@code lines} lines with checksum
 * {@code dataCrc}, cover every record before {@code nextOffset}. Entries are independent of each other, {@value #SIZE}
 * bytes each, and carry their own checksum over the name of the file they belong to and their fields.
 *
 * @param generation the owner that wrote it; a later owner has a higher one
 * @param recordTimeMs the record time of the first line, which decides when the file is rotated
 */
record JournalEntry(long generation, long nextOffset, long bytes, long lines, long recordTimeMs, int dataCrc) {
    static final int SIZE = 64;
    private static final int MAGIC = 0x4A4C4A31;

    byte[] encode(FileSet set) {
        ByteBuffer buffer = ByteBuffer.allocate(SIZE)
                .putInt(MAGIC)
                .putLong(generation)
                .putLong(nextOffset)
                .putLong(bytes)
                .putLong(lines)
                .putLong(recordTimeMs)
                .putInt(dataCrc);
        buffer.putInt(SIZE - Integer.BYTES, checksum(set, buffer.array(), 0));
        return buffer.array();
    }

    /** Reads the slot at {@code start}; null when it holds no intact entry of that file. */
    static @Nullable JournalEntry decode(FileSet set, byte[] journal, int start) {
        ByteBuffer buffer = ByteBuffer.wrap(journal, start, SIZE).slice();
        if (buffer.getInt() != MAGIC || buffer.getInt(SIZE - Integer.BYTES) != checksum(set, journal, start)) {
            return null;
        }
        return new JournalEntry(
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getLong(),
                buffer.getInt());
    }

    private static int checksum(FileSet set, byte[] journal, int start) {
        CRC32C crc = new CRC32C();
        crc.update(set.baseName().getBytes(StandardCharsets.UTF_8));
        crc.update(journal, start, SIZE - Integer.BYTES);
        return (int) crc.getValue();
    }
}
