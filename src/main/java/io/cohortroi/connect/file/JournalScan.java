package io.cohortroi.connect.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The intact entries of a journal, by the bytes they cover. */
final class JournalScan {
    private final List<JournalEntry> entries;
    private final long end;

    private JournalScan(List<JournalEntry> entries, long end) {
        this.entries = entries;
        this.end = end;
    }

    static JournalScan of(FileSet set, byte[] slots) {
        List<JournalEntry> entries = new ArrayList<>();
        long end = 0;
        for (int start = 0; start + JournalEntry.SIZE <= slots.length; start += JournalEntry.SIZE) {
            JournalEntry entry = JournalEntry.decode(set, slots, start);
            if (entry != null) {
                entries.add(entry);
                end = (long) start + JournalEntry.SIZE;
            }
        }
        return new JournalScan(entries, end);
    }

    /** The byte after the last intact slot. */
    long end() {
        return end;
    }

    /** How many bytes of lines were durable once, by the newest entry. */
    long newestBytes() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).bytes();
    }

    /** The newest entry whose bytes are all there and unchanged; null when there is none. */
    @Nullable
    JournalEntry newestMatching(StoredInput data) throws IOException {
        List<JournalEntry> bySize = new ArrayList<>(entries);
        bySize.sort(Comparator.comparingLong(JournalEntry::bytes).thenComparingLong(JournalEntry::nextOffset));
        JournalEntry newest = null;
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[1 << 13];
        long position = 0;
        for (JournalEntry entry : bySize) {
            while (position < entry.bytes()) {
                int read = data.read(chunk, 0, (int) Math.min(chunk.length, entry.bytes() - position));
                if (read < 0) {
                    return newest;
                }
                crc.update(chunk, 0, read);
                position += read;
            }
            if ((int) crc.getValue() == entry.dataCrc()) {
                newest = entry;
            }
        }
        return newest;
    }
}
