package io.cohortroi.connect.file;

import io.cohortroi.connect.file.FileSet.Kind;
import io.cohortroi.connect.file.FileSet.Member;
import io.cohortroi.connect.file.OpenFile.Resumed;
import io.cohortroi.connect.file.PartitionRecovery.Position;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one topic-partition, and knows from its files alone where to go on. Records come in the order of their
 * offsets; gaps are normal (transaction markers, compaction). After an {@link IOException} the writer is unusable:
 * abandon it and open another, which finds exactly what was flushed.
 */
public final class PartitionWriter implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

    private final Storage storage;
    private final SinkFiles files;
    private final String topic;
    private final int partition;
    private final PartitionLock lock;
    private final Set<String> erasures = new HashSet<>();

    private @Nullable OpenFile open;
    private long nextOffset;
    private long durableOffset;
    private long erasedBefore;
    private long recordTimeMs;
    private long erasedLines;

    private PartitionWriter(Storage storage, SinkFiles files, String topic, int partition, PartitionLock lock) {
        this.storage = storage;
        this.files = files;
        this.topic = topic;
        this.partition = partition;
        this.lock = lock;
    }

    /** Takes the partition over and recovers its files; null while another task still holds it. */
    public static @Nullable PartitionWriter tryOpen(Storage storage, SinkFiles files, String topic, int partition)
            throws IOException {
        PartitionLock lock = PartitionLock.tryTake(storage, files.topicFolder(topic), topic, partition);
        if (lock == null) {
            return null;
        }
        PartitionWriter writer = new PartitionWriter(storage, files, topic, partition, lock);
        try {
            writer.recover();
            return writer;
        } catch (IOException e) {
            writer.abandon();
            throw e;
        }
    }

    /** The offset of the first record not yet taken. */
    public long nextOffset() {
        return erasures.isEmpty() ? nextOffset : erasedBefore;
    }

    /** The offset before which everything is on disk. */
    public long durableOffset() {
        return durableOffset;
    }

    /** Lines taken out by erasures since this writer was opened. */
    public long erasedLines() {
        return erasedLines;
    }

    /** Adds one line, given without its LF. */
    public void append(long offset, long timeMs, byte[] line) throws IOException {
        settleErasures();
        recordTimeMs = timeMs;
        if (open != null && files.isDueBefore(open, line.length, recordTimeMs)) {
            finish(open);
        }
        OpenFile target = openAt(offset);
        target.append(line, recordTimeMs);
        nextOffset = offset + 1;
        if (files.isDueAfter(target)) {
            finish(target);
        }
    }

    /** Counts a record that leaves no line. */
    public void skip(long offset, long timeMs) throws IOException {
        settleErasures();
        recordTimeMs = timeMs;
        openAt(offset);
        nextOffset = offset + 1;
    }

    /** Takes every line of the key before this offset out of the files, at the latest with the next flush. */
    public void erase(long offset, long timeMs, String key) throws IOException {
        if (files.eraseField() == null) {
            skip(offset, timeMs);
            return;
        }
        recordTimeMs = timeMs;
        erasures.add(key);
        erasedBefore = offset + 1;
    }

    /** Returns when everything taken so far is on disk. */
    public void flush() throws IOException {
        settleErasures();
        if (open != null && durableOffset < nextOffset) {
            lock.check();
            open.flush(nextOffset);
        }
        durableOffset = nextOffset;
    }

    /** Flushes, finishes the open file when so configured, and gives the partition back. */
    @Override
    public void close() throws IOException {
        try {
            flush();
            if (open != null && files.finishOnClose()) {
                finish(open);
            }
        } finally {
            abandon();
        }
    }

    /** Gives the partition back without writing anything. */
    public void abandon() {
        try (lock) {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            LOG.warn("closing {}-{}", topic, partition, e);
        }
        open = null;
    }

    private void recover() throws IOException {
        Position position = new PartitionRecovery(storage, files.topicFolder(topic), topic, partition).recover();
        nextOffset = position.nextOffset();
        if (position.open() != null) {
            Resumed resumed = OpenFile.resume(storage, position.open(), lock.generation());
            open = resumed.file();
            nextOffset = resumed.nextOffset();
            if (resumed.lostBytes() > 0) {
                LOG.warn(
                        "{}: {} bytes that had been written were missing or changed; reading again from offset {}",
                        position.open().path(Kind.OPEN),
                        resumed.lostBytes(),
                        nextOffset);
            } else if (resumed.tornBytes() > 0) {
                LOG.info(
                        "{}: cut {} bytes that were never committed; going on at offset {}",
                        position.open().path(Kind.OPEN),
                        resumed.tornBytes(),
                        nextOffset);
            }
        }
        durableOffset = nextOffset;
    }

    private OpenFile openAt(long offset) throws IOException {
        if (open == null) {
            lock.check();
            FileSet set = new FileSet(files.folder(topic, recordTimeMs), topic, partition, offset);
            open = OpenFile.create(storage, set, lock.generation());
        }
        return open;
    }

    private void finish(OpenFile file) throws IOException {
        lock.check();
        file.flush(nextOffset);
        new Finisher(storage, files.gzip()).finish(file, nextOffset);
        open = null;
        durableOffset = nextOffset;
    }

    // Null values that follow each other are done in one pass over the files. Until that pass is on disk the position
    // stays before the first of them: after a crash they come again.
    private void settleErasures() throws IOException {
        String field = files.eraseField();
        if (erasures.isEmpty() || field == null) {
            return;
        }
        Eraser eraser = new Eraser(storage, field);
        if (open != null) {
            lock.check();
            open.flush(nextOffset);
            if (eraser.holdsAny(open.content(), erasures)) {
                finish(open);
            }
        }
        for (Path file : storage.files(files.topicFolder(topic))) {
            Member member = FileSet.parse(file);
            if (member != null && isComplete(member)) {
                lock.check();
                erasedLines += eraser.erase(member.set(), erasures);
            }
        }
        erasures.clear();
        openAt(erasedBefore - 1);
        nextOffset = erasedBefore;
    }

    private boolean isComplete(Member member) {
        return (member.kind() == Kind.LINES || member.kind() == Kind.GZIP)
                && !member.temporary()
                && member.set().topic().equals(topic)
                && member.set().partition() == partition;
    }
}
