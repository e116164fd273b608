package io.cohortroi.connect.file;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Where files go and when they are finished. A file is finished before a line that would take it past
 * {@code rotateBytes}, after {@code rotateLines} lines, and before a line whose record time lies in a later window of
 * {@code rotateRecordTimeMs} (windows are counted from 1970-01-01 UTC). Never by the clock on the wall.
 *
 * @param topicFolders whether every topic gets a sub-folder
 * @param datedFolders whether files lie in a sub-folder named by the UTC date of their first record's time
 * @param finishOnClose whether the open file is finished when the partition is closed
 * @param eraseField the field of a line that a null value's key is compared with; null: null values erase nothing
 */
public record SinkFiles(
        Path directory,
        boolean topicFolders,
        boolean datedFolders,
        long rotateBytes,
        long rotateLines,
        long rotateRecordTimeMs,
        boolean gzip,
        boolean finishOnClose,
        @Nullable String eraseField) {
    private static final long NEWEST_MS =
            Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

    Path topicFolder(String topic) {
        return topicFolders ? directory.resolve(topic) : directory;
    }

    Path folder(String topic, long recordTimeMs) {
        Path folder = topicFolder(topic);
        if (!datedFolders) {
            return folder;
        }
        Instant time = Instant.ofEpochMilli(clamped(recordTimeMs));
        return folder.resolve(time.atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }

    /** Whether the file is finished before the line is added. A line larger than the limit gets a file of its own. */
    boolean isDueBefore(OpenFile file, int lineBytes, long recordTimeMs) {
        if (file.lines() == 0) {
            return false;
        }
        return file.lines() >= rotateLines
                || file.bytes() + lineBytes + 1 > rotateBytes
                || window(recordTimeMs) > window(file.recordTimeMs());
    }

    boolean isDueAfter(OpenFile file) {
        return file.lines() >= rotateLines;
    }

    private long window(long recordTimeMs) {
        return clamped(recordTimeMs) / rotateRecordTimeMs;
    }

    private static long clamped(long recordTimeMs) {
        return Math.min(Math.max(recordTimeMs, 0), NEWEST_MS);
    }
}
