package io.cohortroi.runtime.importer;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * One file of an import, plain or {@code .gz}.
 *
 * @param size bytes on disk
 */
record InputFile(Path path, long size) {
    private static final int BUFFER_BYTES = 64 * 1024;

    String name() {
        return path.getFileName().toString();
    }

    boolean isGzip() {
        return name().endsWith(".gz");
    }

    /**
     * The file's text bytes. Every byte read from disk goes through {@code digest}, and the count of them to {@code
     * bytesRead}.
     */
    TextInput open(MessageDigest digest, LongConsumer bytesRead) throws IOException {
        InputStream raw = new BufferedInputStream(
                new DigestInputStream(new Counted(Files.newInputStream(path), bytesRead), digest), BUFFER_BYTES);
        return new TextInput(raw, isGzip());
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer bytesRead;

        Counted(InputStream in, LongConsumer bytesRead) {
            super(in);
            this.bytesRead = bytesRead;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                bytesRead.accept(count);
            }
            return count;
        }
    }
}
