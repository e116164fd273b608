package io.cohortroi.connect.file;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 and length of what is written to it. */
public final class ContentDigest extends OutputStream {
    private final MessageDigest digest;
    private long bytes;

    public ContentDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The digest of a whole stored file. */
    public static ContentDigest of(StoredInput input) throws IOException {
        ContentDigest digest = new ContentDigest();
        input.transferTo(digest);
        return digest;
    }

    @Override
    public void write(int b) {
        digest.update((byte) b);
        bytes++;
    }

    @Override
    public void write(byte[] source, int start, int length) {
        digest.update(source, start, length);
        bytes += length;
    }

    public long bytes() {
        return bytes;
    }

    /** The hash in lower-case hex; the digest starts anew. */
    public String finish() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
