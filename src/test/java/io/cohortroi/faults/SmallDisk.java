package io.cohortroi.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/** A file system of a few megabytes that can be really full, and given room again. Needs the right to mount one. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether this process may mount a file system. */
    static boolean canMount(Path scratch) {
        try (SmallDisk tried = mount(scratch.resolve("may-mount"), 1)) {
            return Files.isDirectory(tried.folder);
        } catch (IllegalStateException notAllowed) {
            return false;
        }
    }

    /** @throws IllegalStateException where mounting is not allowed */
    static SmallDisk mount(Path folder, int megabytes) {
        try {
            Files.createDirectories(folder);
            int code = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
            if (code != 0) {
                throw new IllegalStateException("mount ended with " + code);
            }
            return new SmallDisk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes all the room there is, within seconds. */
    void fill() {
        byte[] block = new byte[256 * 1024];
        for (int size = block.length; size >= 512; size /= 2) {
            try (OutputStream out =
                    Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(block, 0, size);
                    // A disk does not fill up in a moment.
                    LockSupport.parkNanos(1_000_000);
                }
            } catch (IOException full) {
                if (full.getMessage() == null || !full.getMessage().contains("No space left")) {
                    throw new UncheckedIOException(full);
                }
            }
        }
    }

    /** Gives the room back. */
    void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
