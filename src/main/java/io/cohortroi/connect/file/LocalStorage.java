package io.cohortroi.connect.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file system of this machine. Locks are those of the operating system: they go when the process dies. */
public final class LocalStorage implements Storage {
    private static final int DEPTH = 3;

    @Override
    public List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // another partition's file that was renamed meanwhile
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return files;
    }

    @Override
    public boolean exists(Path file) {
        return Files.exists(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null) {
            throw new NotDirectoryException(folder.toString());
        }
        createFolder(parent);
        Files.createDirectories(folder);
        forceFolder(parent);
    }

    @Override
    public StorageFile open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new LocalFile(file, channel, fileKey(file));
    }

    @Override
    public StorageFile openToRead(Path file) throws IOException {
        return new LocalFile(file, FileChannel.open(file, StandardOpenOption.READ), fileKey(file));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw named(folder, e);
        }
    }

    @Override
    public @Nullable Closeable tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldInThisProcess) {
            channel.close();
            return null;
        } catch (IOException e) {
            channel.close();
            throw named(file, e);
        }
        channel.close();
        return null;
    }

    private static Object fileKey(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return Objects.requireNonNullElse(attributes.fileKey(), attributes.creationTime());
    }

    private static IOException named(Path file, IOException cause) {
        if (cause instanceof FileSystemException) {
            return cause;
        }
        return new IOException(file + ": " + cause.getMessage(), cause);
    }

    private record LocalFile(Path path, FileChannel channel, Object key) implements StorageFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(byte[] target, int start, int length, long position) throws IOException {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(target, start, length);
                while (buffer.hasRemaining() && channel.read(buffer, position + length - buffer.remaining()) >= 0) {}
                return length - buffer.remaining();
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public void write(byte[] source, int start, int length, long position) throws IOException {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(source, start, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer, position + length - buffer.remaining());
                }
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            try {
                channel.truncate(size);
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public void force() throws IOException {
            try {
                // fdatasync: the length is flushed with the content, only time stamps are left behind
                channel.force(false);
            } catch (IOException e) {
                throw named(path, e);
            }
        }

        @Override
        public boolean isInPlace() throws IOException {
            try {
                return fileKey(path).equals(key);
            } catch (NoSuchFileException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
