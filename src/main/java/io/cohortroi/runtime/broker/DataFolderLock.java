package io.cohortroi.runtime.broker;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Sole ownership of a data folder, held as an operating system lock on {@code broker.lock}: it ends with the process however
 * that ends. Kafka's own lock is taken too late, after a second process has become controller on the same log.
 *
 * <p>{@code broker.owner} names the holder for the message, and keeps a second start in the same JVM from opening the lock
 * file at all: closing any channel on a file gives up all locks that the process holds on it.
 */
final class DataFolderLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path ownerFile;

    private DataFolderLock(FileChannel channel, Path ownerFile) {
        this.channel = channel;
        this.ownerFile = ownerFile;
    }

    /** @throws BrokerStartException if the folder cannot be created or written, or another broker holds it */
    static DataFolderLock acquire(Path folder) {
        Path ownerFile = folder.resolve("broker.owner");
        try {
            Files.createDirectories(folder);
            String owner = readOwner(ownerFile);
            if (thisProcess().equals(owner)) {
                throw inUse(folder, owner);
            }
            FileChannel channel = FileChannel.open(
                    folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw inUse(folder, owner);
            }
            Files.writeString(ownerFile, thisProcess(), StandardCharsets.UTF_8);
            return new DataFolderLock(channel, ownerFile);
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The data folder " + folder + " cannot be written (" + e
                            + "). Give the program a folder it may write to.",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static BrokerStartException inUse(Path folder, String owner) {
        String holder = owner.isEmpty() ? "another process" : "process " + owner.substring(0, owner.indexOf('@'));
        return new BrokerStartException("The data folder " + folder + " is in use by another broker (" + holder
                + "). Stop that one, or choose another folder.");
    }

    /** Process ids are used again, in containers at once; together with the start of the JVM they are not. */
    private static String thisProcess() {
        return ProcessHandle.current().pid() + "@"
                + ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static String readOwner(Path ownerFile) throws IOException {
        String owner = Files.exists(ownerFile) ? Files.readString(ownerFile, StandardCharsets.UTF_8) : "";
        return owner.contains("@") ? owner : "";
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(ownerFile);
        channel.close();
    }
}
