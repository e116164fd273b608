package io.cohortroi.runtime.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * How far one import of certain files to certain topics has come: a file with one number, named by the hash of both.
 * It is replaced in one step and removed when the import is done.
 */
final class Checkpoint {
    private final @Nullable Path file;

    private Checkpoint(@Nullable Path file) {
        this.file = file;
    }

    /** @param folder null where nothing is to be kept */
    static Checkpoint of(@Nullable Path folder, String identity) {
        return new Checkpoint(
                folder == null ? null : folder.resolve(Hash.sha256(identity).substring(0, 32) + ".progress"));
    }

    /** Events that are published for certain, in the source's order; 0 where there is no checkpoint. */
    long read() throws ImportException {
        if (file == null) {
            return 0;
        }
        try {
            return Long.parseLong(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException | NumberFormatException e) {
            throw new ImportException(
                    "the progress file " + file + " cannot be read (" + e.getMessage() + "); remove it to begin anew",
                    e);
        }
    }

    void write(long published) throws ImportException {
        if (file == null) {
            return;
        }
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path next = Files.createTempFile(folder, "next", ".progress");
            Files.writeString(next, published + "\n", StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ImportException("cannot write the progress file " + file + ": " + e.getMessage(), e);
        }
    }

    void delete() throws ImportException {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new ImportException("cannot remove the progress file " + file + ": " + e.getMessage(), e);
        }
    }

    /** What a person can do about an import that stopped. */
    String advice() {
        return file == null
                ? ". Importing again is safe: ids are stable, repeats are dropped."
                : ". The same import goes on from its last checkpoint.";
    }
}
