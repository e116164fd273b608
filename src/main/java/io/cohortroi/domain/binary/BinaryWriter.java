package io.cohortroi.domain.binary;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the compact form of a state value into a growing buffer. Small numbers take one byte: unsigned longs are
 * LEB128 varints (300 is {@code AC 02}), signed longs are zig-zag first (-1 is {@code 01}).
 */
public final class BinaryWriter {
    private byte[] buffer = new byte[128];
    private int length;

    public BinaryWriter writeByte(int value) {
        ensure(1);
        buffer[length++] = (byte) value;
        return this;
    }

    public BinaryWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    /** Any long, as an unsigned LEB128 varint: 1 byte below 128, 10 bytes for a negative one. */
    public BinaryWriter writeUnsigned(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            buffer[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
        return this;
    }

    /** Any long, zig-zag encoded so that small magnitudes of either sign are short. */
    public BinaryWriter writeSigned(long value) {
        return writeUnsigned((value << 1) ^ (value >> 63));
    }

    public BinaryWriter writeDouble(double value) {
        ensure(8);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            buffer[length++] = (byte) (bits >>> shift);
        }
        return this;
    }

    public BinaryWriter writeBytes(byte[] value) {
        writeUnsigned(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
        return this;
    }

    public BinaryWriter writeString(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public BinaryWriter writeBigInteger(BigInteger value) {
        return writeBytes(value.signum() == 0 ? new byte[0] : value.toByteArray());
    }

    /** The exact value and its scale; 2.50 and 2.5 are different values here. */
    public BinaryWriter writeDecimal(BigDecimal value) {
        return writeSigned(value.scale()).writeBigInteger(value.unscaledValue());
    }

    public BinaryWriter writeInstant(Instant value) {
        return writeSigned(value.getEpochSecond()).writeUnsigned(value.getNano());
    }

    /** A constant by its number: the order of an enum that is written is part of the state format. */
    @SuppressWarnings("EnumOrdinal")
    public BinaryWriter writeConstant(Enum<?> value) {
        return writeByte(value.ordinal());
    }

    public <T> BinaryWriter writeNullable(@Nullable T value, BiConsumer<BinaryWriter, T> write) {
        writeBoolean(value != null);
        if (value != null) {
            write.accept(this, value);
        }
        return this;
    }

    public <T> BinaryWriter writeAll(Iterable<T> values, int size, BiConsumer<BinaryWriter, T> write) {
        writeUnsigned(size);
        for (T value : values) {
            write.accept(this, value);
        }
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, length);
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
