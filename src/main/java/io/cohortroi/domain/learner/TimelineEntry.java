package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One line of a learner's history; {@code id} is an event id, a completion id, or empty for a profile. */
public record TimelineEntry(Instant at, Kind kind, String id, SortedMap<String, String> details) {
    /** How many newest entries are kept of a learner. */
    public static final int KEPT = 500;

    /** What happened. */
    public enum Kind {
        PROFILE,
        ACTIVITY,
        COMPLETION
    }

    public static TimelineEntry of(Instant at, Kind kind, String id, Map<String, String> details) {
        return new TimelineEntry(at, kind, id, new TreeMap<>(details));
    }

    /** The part that is not in the key. */
    public void writeDetails(BinaryWriter out) {
        out.writeUnsigned(details.size());
        details.forEach((name, value) -> out.writeString(name).writeString(value));
    }

    public static SortedMap<String, String> readDetails(BinaryReader in) {
        SortedMap<String, String> details = new TreeMap<>();
        for (int left = in.readSize(); left > 0; left--) {
            details.put(in.readString(), in.readString());
        }
        return details;
    }
}
