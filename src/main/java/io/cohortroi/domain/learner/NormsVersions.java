package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The norms in use: those one began with, and those learned since, each from its event time on. What a learner is compared
 * with follows the learner's own time, so an old event is judged by the norms of then. Immutable.
 *
 * <p>Worked: with norms-0 and norms learned for 10 March, a completion of 9 March is judged by norms-0, one of 10 March
 * by those learned, whichever is processed first.
 */
public final class NormsVersions {
    private final Norms first;
    private final NavigableMap<Instant, Norms> learned;

    private NormsVersions(Norms first, NavigableMap<Instant, Norms> learned) {
        this.first = first;
        this.learned = Collections.unmodifiableNavigableMap(learned);
    }

    /** Those norms and no others, ever. */
    public static NormsVersions pinned(Norms norms) {
        return new NormsVersions(norms, new TreeMap<>());
    }

    /** Of two that are effective at the same time, the one that came last. */
    public NormsVersions with(Norms norms, Instant effectiveAt) {
        NavigableMap<Instant, Norms> next = new TreeMap<>(learned);
        next.put(effectiveAt, norms);
        return new NormsVersions(first, next);
    }

    public NormsVersions without(String version) {
        NavigableMap<Instant, Norms> next = new TreeMap<>(learned);
        next.values().removeIf(norms -> norms.version().equals(version));
        return new NormsVersions(first, next);
    }

    public Norms asOf(Instant time) {
        var found = learned.floorEntry(time);
        return found == null ? first : found.getValue();
    }
}
