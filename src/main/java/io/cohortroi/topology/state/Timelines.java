package io.cohortroi.topology.state;

import io.cohortroi.domain.learner.TimelineEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads learners' timelines out of the store, for whoever asks from outside the topology. */
public final class Timelines {
    private static final ByteArraySerializer BYTES = new ByteArraySerializer();

    private Timelines() {}

    /** The newest first, at most {@value TimelineEntry#KEPT}; empty when nothing is kept of the learner. */
    public static List<TimelineEntry> of(
            String learnerId, ReadOnlyKeyValueStore<byte[], SortedMap<String, String>> store) {
        List<TimelineEntry> entries = new ArrayList<>();
        try (KeyValueIterator<byte[], SortedMap<String, String>> found =
                store.prefixScan(Keys.prefix(learnerId), BYTES)) {
            found.forEachRemaining(entry -> entries.add(Keys.entry(learnerId, entry.key, entry.value)));
        }
        Collections.reverse(entries);
        return entries;
    }
}
