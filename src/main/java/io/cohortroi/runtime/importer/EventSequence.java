package io.cohortroi.runtime.importer;

import java.util.Iterator;

/** Events in the order of publishing. Iterating again gives the same events; they are built as they are asked for. */
public interface EventSequence extends Iterable<ImportedEvent>, AutoCloseable {
    /** How many events the iterator will give. */
    long size();

    /** Equal for equal input, so that an interrupted import knows what it was importing: 64 hexadecimal digits. */
    String fingerprint();

    @Override
    Iterator<ImportedEvent> iterator();

    /** Gives temporary files back, where there are any. */
    @Override
    default void close() {}
}
