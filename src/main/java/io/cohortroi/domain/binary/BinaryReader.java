package io.cohortroi.domain.binary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link BinaryWriter} wrote. Bytes that end too early, or a length that cannot be, are a
 * {@link MalformedStateException}: state is never guessed.
 */
public final class BinaryReader {
    /** Far beyond what any input adds up to, and far below what takes long to write out. */
    private static final int MAX_SCALE = 1_000;

    private final byte[] buffer;
    private int position;

    public BinaryReader(byte[] buffer) {
        this.buffer = buffer;
    }

    public int readByte() {
        require(1);
        return buffer[position++] & 0xFF;
    }

    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new MalformedStateException("a boolean is 0 or 1, found " + value + " at byte " + (position - 1));
        }
        return value == 1;
    }

    public long readUnsigned() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new MalformedStateException("a varint has at most 10 bytes, found more before byte " + position);
    }

    public long readSigned() {
        long value = readUnsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    /** A count or a length: not negative and within an int. */
    public int readSize() {
        long value = readUnsigned();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedStateException("a size lies in 0..2^31-1, found " + value);
        }
        return (int) value;
    }

    public double readDouble() {
        require(8);
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (buffer[position++] & 0xFF);
        }
        return Double.longBitsToDouble(bits);
    }

    public byte[] readBytes() {
        int size = readSize();
        require(size);
        byte[] value = Arrays.copyOfRange(buffer, position, position + size);
        position += size;
        return value;
    }

    public String readString() {
        int size = readSize();
        require(size);
        String value = new String(buffer, position, size, StandardCharsets.UTF_8);
        position += size;
        return value;
    }

    public BigInteger readBigInteger() {
        byte[] bytes = readBytes();
        return bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
    }

    public BigDecimal readDecimal() {
        long scale = readSigned();
        if (scale < -MAX_SCALE || scale > MAX_SCALE) {
            throw new MalformedStateException(
                    "the scale of a decimal lies within " + MAX_SCALE + " of 0, found " + scale);
        }
        return new BigDecimal(readBigInteger(), (int) scale);
    }

    public Instant readInstant() {
        long seconds = readSigned();
        return Instant.ofEpochSecond(seconds, readUnsigned());
    }

    /** One of {@code constants}, the {@code values()} of the enum that was written. */
    public <E extends Enum<E>> E readConstant(E[] constants) {
        int number = readByte();
        if (number >= constants.length) {
            throw new MalformedStateException("a constant's number is below " + constants.length + ", found " + number);
        }
        return constants[number];
    }

    public <T> @Nullable T readNullable(Function<BinaryReader, T> read) {
        return readBoolean() ? read.apply(this) : null;
    }

    public <T> List<T> readAll(Function<BinaryReader, T> read) {
        int size = readSize();
        List<T> values = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            values.add(read.apply(this));
        }
        return values;
    }

    public boolean hasRemaining() {
        return position < buffer.length;
    }

    /** Call last: bytes left over mean that another format wrote them. */
    public void requireEnd() {
        if (hasRemaining()) {
            throw new MalformedStateException(
                    (buffer.length - position) + " bytes are left over after byte " + position);
        }
    }

    private void require(int size) {
        if (size > buffer.length - position) {
            throw new MalformedStateException(
                    size + " bytes are needed at byte " + position + ", " + (buffer.length - position) + " are left");
        }
    }
}
