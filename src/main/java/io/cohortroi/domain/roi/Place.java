package io.cohortroi.domain.roi;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;

/** Where a record stands: topic (without prefix), partition, offset. */
public record Place(String topic, int partition, long offset) {
    /** The place of a value that no topic gave. */
    public static final Place BUILT_IN = new Place("built-in", 0, 0);

    public void write(BinaryWriter out) {
        out.writeString(topic).writeUnsigned(partition).writeUnsigned(offset);
    }

    public static Place read(BinaryReader in) {
        return new Place(in.readString(), in.readSize(), in.readUnsigned());
    }
}
