package io.cohortroi.connect.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The right to write one topic-partition: an exclusive lock, which the operating system takes back when the process
 * dies, and a generation that grows with every owner and is looked at again before every flush. The lock keeps a paused
 * task and its successor apart; the generation stops a task whose lock was lost (a replaced folder, a file system that
 * forgets locks).
 */
final class PartitionLock implements Closeable {
    private final Storage storage;
    private final Path file;
    private final Closeable lock;
    private final long generation;

    private PartitionLock(Storage storage, Path file, Closeable lock, long generation) {
        this.storage = storage;
        this.file = file;
        this.lock = lock;
        this.generation = generation;
    }

    /** Takes the partition over; null while another owner lives. */
    static @Nullable PartitionLock tryTake(Storage storage, Path folder, String topic, int partition)
            throws IOException {
        storage.createFolder(folder);
        Path file = file(folder, topic, partition);
        Closeable lock = storage.tryLock(file);
        if (lock == null) {
            return null;
        }
        try {
            long generation = Math.max(0, read(storage, file)) + 1;
            storage.write(file, Long.toString(generation).getBytes(StandardCharsets.UTF_8));
            storage.forceFolder(folder);
            return new PartitionLock(storage, file, lock, generation);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    static Path file(Path folder, String topic, int partition) {
        return folder.resolve(String.format(Locale.ROOT, "%s-%d.lock", topic, partition));
    }

    long generation() {
        return generation;
    }

    /** Throws {@link FencedException} when a later owner has taken the partition, or the folder is gone. */
    void check() throws IOException {
        if (!storage.exists(file)) {
            throw new FencedException(file + ": was removed while its partition was being written");
        }
        long current = read(storage, file);
        if (current != generation) {
            throw new FencedException(
                    file + ": the partition belongs to generation " + current + ", this task is " + generation);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static long read(Storage storage, Path file) throws IOException {
        String text = new String(storage.read(file), StandardCharsets.US_ASCII);
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException emptyOrDamaged) {
            return -1;
        }
    }
}
