package io.cohortroi.domain.roi;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 128 bits of the SHA-256 of an event's content: equal digests mean an identical repeat. */
public record Digest(long high, long low) implements Comparable<Digest> {
    public static Digest of(byte[] content) {
        try {
            ByteBuffer hash =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content));
            return new Digest(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(Digest other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    public void write(BinaryWriter out) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.writeByte((int) (high >>> shift));
        }
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.writeByte((int) (low >>> shift));
        }
    }

    public static Digest read(BinaryReader in) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = (high << 8) | in.readByte();
        }
        for (int i = 0; i < 8; i++) {
            low = (low << 8) | in.readByte();
        }
        return new Digest(high, low);
    }
}
