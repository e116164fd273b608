package io.cohortroi.domain.alert;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The completions of a cell by archetype label and by workflow id. It holds no id of a learner or a completion, and as
 * many entries as there are archetypes and workflows at most. A group of which everything was taken away disappears.
 */
public record Breakdown(NavigableMap<String, GroupSums> byArchetype, NavigableMap<String, GroupSums> byWorkflow) {
    public static final Breakdown EMPTY =
            new Breakdown(Collections.emptyNavigableMap(), Collections.emptyNavigableMap());

    static Breakdown of(String archetype, String workflowId, GroupSums sums) {
        return new Breakdown(new TreeMap<>(Map.of(archetype, sums)), new TreeMap<>(Map.of(workflowId, sums)));
    }

    public Breakdown merge(Breakdown other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        return new Breakdown(merge(byArchetype, other.byArchetype), merge(byWorkflow, other.byWorkflow));
    }

    private static NavigableMap<String, GroupSums> merge(Map<String, GroupSums> left, Map<String, GroupSums> right) {
        NavigableMap<String, GroupSums> merged = new TreeMap<>(left);
        right.forEach((key, sums) -> merged.merge(key, sums, GroupSums::plus));
        merged.values().removeIf(GroupSums::isZero);
        return merged;
    }

    public boolean isEmpty() {
        return byArchetype.isEmpty() && byWorkflow.isEmpty();
    }

    void write(BinaryWriter out) {
        write(out, byArchetype);
        write(out, byWorkflow);
    }

    private static void write(BinaryWriter out, Map<String, GroupSums> groups) {
        out.writeAll(groups.entrySet(), groups.size(), (to, entry) -> {
            to.writeString(entry.getKey());
            entry.getValue().write(to);
        });
    }

    static Breakdown read(BinaryReader in) {
        return new Breakdown(readGroups(in), readGroups(in));
    }

    private static NavigableMap<String, GroupSums> readGroups(BinaryReader in) {
        NavigableMap<String, GroupSums> groups = new TreeMap<>();
        int size = in.readSize();
        for (int i = 0; i < size; i++) {
            groups.put(in.readString(), GroupSums.read(in));
        }
        return groups;
    }
}
