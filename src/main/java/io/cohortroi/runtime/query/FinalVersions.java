package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Where the final version of every completion stands, found in one pass over records in any order of versions. */
final class FinalVersions {
    private record Place(int version, long offset) {}

    private final Map<String, Map<String, Place>> places = new HashMap<>();

    /** Of two records with one version, which a replayed topic may hold, the later one is final. */
    void add(String learner, ObjectNode roiRecord, long offset) {
        Place place = new Place(roiRecord.path("record_version").asInt(), offset);
        places.computeIfAbsent(learner, id -> new HashMap<>())
                .merge(
                        roiRecord.path("completion_id").asText(),
                        place,
                        (old, next) -> next.version() >= old.version() ? next : old);
    }

    /** What came before of this learner counts no more. */
    void erase(String learner) {
        places.remove(learner);
    }

    Set<Long> offsets() {
        Set<Long> offsets = new HashSet<>();
        places.values().forEach(completions -> completions.values().forEach(place -> offsets.add(place.offset())));
        return offsets;
    }
}
