package io.cohortroi.runtime.importer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a plain or compressed file. Compressed data that ends too early or is broken ends the stream where it
 * can no longer be read, and says so in {@link #damage()}: what was read stays usable.
 */
final class TextInput extends InputStream {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream raw;
    private final boolean gzip;
    private @Nullable InputStream text;
    private @Nullable String damage;

    TextInput(InputStream raw, boolean gzip) {
        this.raw = raw;
        this.gzip = gzip;
    }

    /** Why the stream ended before its data did, or null where it is whole (so far). */
    @Nullable
    String damage() {
        return damage;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (damage != null) {
            return -1;
        }
        try {
            if (text == null) {
                text = gzip ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
            }
            return text.read(buffer, offset, length);
        } catch (EOFException e) {
            damage = "the compressed data ends too early";
            return -1;
        } catch (ZipException e) {
            damage = "the compressed data is broken (" + e.getMessage() + ")";
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
