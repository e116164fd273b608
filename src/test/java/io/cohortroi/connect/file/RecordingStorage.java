package io.cohortroi.connect.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory that writes down every change, so that a test can build the disk as it would be found had
 * the power gone after any of them.
 */
public final class RecordingStorage implements Storage {
    private final List<DiskChange> changes = new ArrayList<>();
    private final Map<Path, Inode> names = new HashMap<>();
    private final Set<Path> locked = new HashSet<>();
    private long inodes;
    private int failAfter = Integer.MAX_VALUE;

    private static final class Inode {
        private final long id;
        private byte[] content;

        Inode(long id, byte[] content) {
            this.id = id;
            this.content = content;
        }
    }

    public RecordingStorage() {}

    /** A disk as found after a crash. */
    public RecordingStorage(Map<Path, byte[]> found) {
        found.forEach((path, content) -> names.put(path, new Inode(inodes++, content)));
        found.forEach((path, content) -> changes.add(new DiskChange.Found(path, inodeOf(path), content)));
    }

    public List<DiskChange> changes() {
        return List.copyOf(changes);
    }

    /** Every further change beyond so many throws, until {@link #heal}. */
    public void failAfter(int more) {
        failAfter = changes.size() + more;
    }

    public void heal() {
        failAfter = Integer.MAX_VALUE;
    }

    /** What a process that lives on sees: everything, forced or not. */
    public Map<Path, byte[]> content() {
        Map<Path, byte[]> content = new HashMap<>();
        names.forEach((path, inode) -> content.put(path, inode.content));
        return content;
    }

    @Override
    public List<Path> files(Path folder) {
        return names.keySet().stream().filter(path -> path.startsWith(folder)).toList();
    }

    @Override
    public boolean exists(Path file) {
        return names.containsKey(file);
    }

    @Override
    public void createFolder(Path folder) {}

    @Override
    public StorageFile open(Path file) throws IOException {
        if (!names.containsKey(file)) {
            change(new DiskChange.Create(file, inodes));
            names.put(file, new Inode(inodes++, new byte[0]));
        }
        return openToRead(file);
    }

    @Override
    public StorageFile openToRead(Path file) throws IOException {
        Inode inode = names.get(file);
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new MemoryFile(file, inode);
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Inode inode = names.get(from);
        if (inode == null) {
            throw new NoSuchFileException(from.toString());
        }
        change(new DiskChange.Move(from, to));
        names.remove(from);
        names.put(to, inode);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (names.containsKey(file)) {
            change(new DiskChange.Delete(file));
            names.remove(file);
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        change(new DiskChange.ForceFolder(folder));
    }

    @Override
    public @Nullable Closeable tryLock(Path file) throws IOException {
        open(file).close();
        return locked.add(file) ? () -> locked.remove(file) : null;
    }

    private long inodeOf(Path path) {
        return Objects.requireNonNull(names.get(path)).id;
    }

    private void change(DiskChange change) throws IOException {
        if (changes.size() >= failAfter) {
            throw new IOException(change.getClass().getSimpleName() + ": No space left on device");
        }
        changes.add(change);
    }

    private final class MemoryFile implements StorageFile {
        private final Path path;
        private final Inode inode;

        MemoryFile(Path path, Inode inode) {
            this.path = path;
            this.inode = inode;
        }

        @Override
        public long size() {
            return inode.content.length;
        }

        @Override
        public int read(byte[] target, int start, int length, long position) {
            int read = (int) Math.max(0, Math.min(length, inode.content.length - position));
            System.arraycopy(inode.content, (int) Math.min(position, inode.content.length), target, start, read);
            return read;
        }

        @Override
        public void write(byte[] source, int start, int length, long position) throws IOException {
            byte[] written = Arrays.copyOfRange(source, start, start + length);
            change(new DiskChange.Write(inode.id, position, written));
            inode.content = DiskChange.written(inode.content, position, written);
        }

        @Override
        public void truncate(long size) throws IOException {
            if (size < inode.content.length) {
                change(new DiskChange.Truncate(inode.id, size));
                inode.content = Arrays.copyOf(inode.content, (int) size);
            }
        }

        @Override
        public void force() throws IOException {
            change(new DiskChange.Force(inode.id));
        }

        @Override
        public boolean isInPlace() {
            return names.get(path) == inode;
        }

        @Override
        public void close() {}
    }
}
