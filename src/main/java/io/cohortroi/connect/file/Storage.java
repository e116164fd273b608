package io.cohortroi.connect.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sink asks of a file system, with the durability said: nothing written, created, moved or deleted is on disk
 * before the matching {@code force} has returned. Every error is an {@link IOException} that names the file.
 */
public interface Storage {
    /** The plain files up to two folders below {@code folder}, in no order; none when it does not exist. */
    List<Path> files(Path folder) throws IOException;

    boolean exists(Path file) throws IOException;

    /** Creates the folder and its missing parents, and makes them durable. */
    void createFolder(Path folder) throws IOException;

    /** Opens for reading and writing; a file that does not exist is created empty. */
    StorageFile open(Path file) throws IOException;

    /** Opens an existing file for reading only. */
    StorageFile openToRead(Path file) throws IOException;

    /** Renames within one folder, replacing {@code to} in one step. Durable after {@link #forceFolder}. */
    void move(Path from, Path to) throws IOException;

    /** Deletes the file if it exists. Durable after {@link #forceFolder}. */
    void delete(Path file) throws IOException;

    /** Makes the names in the folder durable. */
    void forceFolder(Path folder) throws IOException;

    /** Takes the exclusive lock of the file, created when missing; null while another holder has it. */
    @Nullable
    Closeable tryLock(Path file) throws IOException;

    /** The whole content of a small file. */
    default byte[] read(Path file) throws IOException {
        try (StorageFile opened = openToRead(file)) {
            byte[] content = new byte[Math.toIntExact(opened.size())];
            opened.read(content, 0, content.length, 0);
            return content;
        }
    }

    /** Writes a whole small file and forces it; its name is durable after {@link #forceFolder}. */
    default void write(Path file, byte[] content) throws IOException {
        try (StorageFile opened = open(file)) {
            opened.truncate(0);
            opened.write(content, 0, content.length, 0);
            opened.force();
        }
    }
}
