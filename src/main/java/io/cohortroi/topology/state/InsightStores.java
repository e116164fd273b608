package io.cohortroi.topology.state;

import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.topology.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The sums behind insights and calibration: one value a cohort and archetype, in memory, written through. */
public final class InsightStores {
    private final KeyValueStore<String, InsightSums> sums;
    private final KeyValueStore<String, Boolean> changed;
    private @Nullable Map<String, InsightSums> open;

    public InsightStores(ProcessingContext context) {
        this.sums = context.getStateStore(Names.INSIGHT_SUMS);
        this.changed = context.getStateStore(Names.CHANGED_INSIGHTS);
    }

    /** Decoded once, when first asked for. */
    private Map<String, InsightSums> open() {
        if (open == null) {
            Map<String, InsightSums> stored = new TreeMap<>();
            try (KeyValueIterator<String, InsightSums> entries = sums.all()) {
                entries.forEachRemaining(entry -> stored.put(entry.key, entry.value));
            }
            open = stored;
        }
        return open;
    }

    public void merge(Scope scope, InsightSums difference) {
        InsightSums merged = of(scope).plus(difference);
        open().put(scope.key(), merged);
        sums.put(scope.key(), merged);
        change(scope);
    }

    public InsightSums of(Scope scope) {
        return open().getOrDefault(scope.key(), InsightSums.ZERO);
    }

    public Map<Archetype, InsightSums> archetypes() {
        Map<Archetype, InsightSums> found = new EnumMap<>(Archetype.class);
        for (Archetype archetype : Archetype.values()) {
            found.put(archetype, of(Scope.archetype(archetype)));
        }
        return found;
    }

    public List<Scope> cohorts() {
        return scopes(open().keySet());
    }

    /** Newest event time of all; null before the first. */
    public @Nullable Instant newest() {
        Instant newest = null;
        for (InsightSums each : open().values()) {
            newest = InsightSums.later(newest, each.newest());
        }
        return newest;
    }

    public void change(Scope scope) {
        changed.put(scope.key(), Boolean.TRUE);
    }

    public void published(Scope scope) {
        changed.delete(scope.key());
    }

    public boolean isChanged(Archetype archetype) {
        return changed.get(Scope.archetype(archetype).key()) != null;
    }

    /** Cohorts whose insights may have changed, in the order of their ids. */
    public List<Scope> changedCohorts() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, Boolean> entries = changed.all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return scopes(keys);
    }

    private static List<Scope> scopes(Iterable<String> keys) {
        List<Scope> cohorts = new ArrayList<>();
        for (String key : keys) {
            Scope scope = Scope.ofKey(key);
            if (scope.kind() == Scope.Kind.COHORT) {
                cohorts.add(scope);
            }
        }
        return cohorts;
    }
}
