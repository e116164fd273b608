package io.cohortroi.topology.state;

import io.cohortroi.topology.Names;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The newest event time of the accepted events of a task's partition; it never goes back. */
public final class PartitionClock {
    private static final String NEWEST = "newest";

    private final KeyValueStore<String, Instant> store;

    public PartitionClock(ProcessingContext context) {
        this.store = context.getStateStore(Names.CLOCK);
    }

    /** Moves the clock, if that time is newer, and says what it shows. */
    public Instant advance(Instant eventTime) {
        Instant known = store.get(NEWEST);
        if (known != null && !eventTime.isAfter(known)) {
            return known;
        }
        store.put(NEWEST, eventTime);
        return eventTime;
    }

    /** Absent before the first event. */
    public @Nullable Instant now() {
        return store.get(NEWEST);
    }
}
