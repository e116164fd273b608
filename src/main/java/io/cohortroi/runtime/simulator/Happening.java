package io.cohortroi.runtime.simulator;

import io.cohortroi.runtime.importer.ImportedEvent;
import java.time.Instant;

/**
 * Something that happens at {@code eventTime} and of which the stream is told at {@code publishAt}: at once, late, or
 * once more. Both are in the company's time.
 */
record Happening(Instant publishAt, Instant eventTime, Telling telling) {

    /** Writes the record once it is known what time it is about. */
    @FunctionalInterface
    interface Telling {
        ImportedEvent at(Instant eventTime);
    }

    ImportedEvent told() {
        return telling.at(eventTime);
    }

    /** As told when the clock shows {@code now}: nothing happens in the future. */
    ImportedEvent toldAt(Instant now) {
        return telling.at(eventTime.isAfter(now) ? now : eventTime);
    }
}
