package io.cohortroi.runtime.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The latest value of every key of every viewed topic at one moment; immutable.
 *
 * @param epoch tells the snapshots of one run of one process from those of another
 * @param version rises by one with every change within an epoch
 * @param caughtUp whether everything that was in the topics at the start has been read; before that a missing key
 *     means nothing
 * @param lostSince when the broker was last heard of, while it is out of reach
 * @param tables values by topic (without prefix) and key, keys in their natural order
 */
public record Snapshot(
        String epoch,
        long version,
        boolean caughtUp,
        Optional<Instant> lostSince,
        Map<String, SortedMap<String, ViewEntry>> tables) {

    /** One key that is new, changed or, when {@code entry} is empty, gone. */
    public record Change(String topic, String key, Optional<ViewEntry> entry) {}

    /** {@code lx3k2a-17}: unique over restarts and instances, so it can stand in an ETag or an event id. */
    public String tag() {
        return epoch + "-" + version;
    }

    public SortedMap<String, ViewEntry> table(String topic) {
        SortedMap<String, ViewEntry> table = tables.get(topic);
        if (table == null) {
            throw new IllegalArgumentException("topic " + topic + " is not viewed, only " + tables.keySet());
        }
        return table;
    }

    public Optional<ViewEntry> find(String topic, String key) {
        return Optional.ofNullable(table(topic).get(key));
    }

    /** What changed between an earlier snapshot of the same topics and this one. */
    public List<Change> changesSince(Snapshot earlier) {
        List<Change> changes = new ArrayList<>();
        tables.forEach((topic, now) -> {
            SortedMap<String, ViewEntry> before = earlier.table(topic);
            if (now.equals(before)) {
                return;
            }
            now.forEach((key, entry) -> {
                if (!entry.equals(before.get(key))) {
                    changes.add(new Change(topic, key, Optional.of(entry)));
                }
            });
            before.keySet().stream()
                    .filter(key -> !now.containsKey(key))
                    .forEach(key -> changes.add(new Change(topic, key, Optional.empty())));
        });
        return changes;
    }
}
