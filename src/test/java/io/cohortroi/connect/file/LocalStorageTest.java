package io.cohortroi.connect.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest {
    @TempDir
    Path directory;

    private final Storage storage = new LocalStorage();

    @Test
    void shouldListAFolderWhileItsFilesAreRenamed() throws Exception {
        for (int i = 0; i < 50; i++) {
            Files.writeString(directory.resolve("stays-" + i), "");
        }
        AtomicBoolean ending = new AtomicBoolean();
        Thread renaming = new Thread(() -> {
            for (int i = 0; !ending.get(); i++) {
                try {
                    Path file = Files.writeString(directory.resolve(i + ".tmp"), "");
                    storage.move(file, directory.resolve("final"));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        renaming.start();
        try {
            for (int i = 0; i < 300; i++) {
                assertThat(storage.files(directory)).hasSizeGreaterThanOrEqualTo(50);
            }
        } finally {
            ending.set(true);
            renaming.join();
        }
    }

    @Test
    void shouldSeeThatAFileWasReplaced() throws IOException {
        Path file = directory.resolve("a");
        try (StorageFile open = storage.open(file)) {
            assertThat(open.isInPlace()).isTrue();
            Files.writeString(directory.resolve("b"), "");
            storage.move(directory.resolve("b"), file);
            assertThat(open.isInPlace()).isFalse();
            Files.delete(file);
            assertThat(open.isInPlace()).isFalse();
        }
    }

    @Test
    void shouldGiveALockToOneOwnerAtATime() throws IOException {
        Path file = directory.resolve("lock");
        try (Closeable held = storage.tryLock(file)) {
            assertThat(held).isNotNull();
            assertThat(storage.tryLock(file)).isNull();
        }
        try (Closeable again = storage.tryLock(file)) {
            assertThat(again).isNotNull();
        }
    }

    @Test
    void shouldNameTheFileInItsErrors() throws IOException {
        Path missing = directory.resolve("missing");

        assertThatThrownBy(() -> storage.openToRead(missing)).hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> storage.open(missing.resolve("below"))).hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> storage.forceFolder(missing)).hasMessageContaining(missing.toString());
        assertThatThrownBy(() -> storage.move(missing, directory.resolve("b")))
                .hasMessageContaining(missing.toString());
        assertThat(storage.files(missing)).isEmpty();
    }
}
