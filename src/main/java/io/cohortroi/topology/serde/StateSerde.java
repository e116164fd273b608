package io.cohortroi.topology.serde;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;
import java.time.DateTimeException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The compact form of a state value. Its first byte is a format version; a value of another version is an
 * {@link UnknownFormatException}, because state is never guessed.
 */
public final class StateSerde<T> implements Serde<T> {
    private final String what;
    private final int version;
    private final BiConsumer<T, BinaryWriter> write;
    private final Function<BinaryReader, T> read;

    public StateSerde(String what, int version, BiConsumer<T, BinaryWriter> write, Function<BinaryReader, T> read) {
        this.what = what;
        this.version = version;
        this.write = write;
        this.read = read;
    }

    /** A state value was written by another version of the program. */
    public static final class UnknownFormatException extends IllegalStateException {
        UnknownFormatException(String what, int found, int known) {
            super("state of " + what + " has format " + found + ", this program reads format " + known
                    + "; run the version that wrote it, or reset the application");
        }
    }

    public byte[] toBytes(T value) {
        BinaryWriter out = new BinaryWriter().writeByte(version);
        write.accept(value, out);
        return out.toByteArray();
    }

    public T fromBytes(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int found = in.readByte();
        if (found != version) {
            throw new UnknownFormatException(what, found, version);
        }
        try {
            T value = read.apply(in);
            in.requireEnd();
            return value;
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new MalformedStateException("state of " + what + " holds a value that cannot be: " + e.getMessage());
        }
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> value == null ? null : toBytes(value);
    }

    @Override
    public Deserializer<T> deserializer() {
        return new Deserializer<>() {
            @Override
            public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
                return bytes == null ? null : fromBytes(bytes);
            }
        };
    }
}
