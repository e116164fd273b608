package io.cohortroi.topology.error;

import io.cohortroi.domain.roi.Place;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which records of this instance broke the program. A record that fails is tried again, because what failed may pass;
 * after {@value #TRIES} failures at the same place it goes to the dead letters, and everybody else goes on.
 *
 * <p>Counts are kept in memory: after a restart of the process a record that waits for its third failure starts anew.
 */
public final class Quarantine {
    /** Where {@link QuarantiningHandler} finds the instance in the streams configuration. */
    public static final String CONFIG = "cohort-roi.quarantine";

    static final int TRIES = 3;

    private final Map<Place, Failures> byPlace = new ConcurrentHashMap<>();

    private record Failures(int count, String what) {}

    /** One more failure of the record at that place; {@code what} holds no learner's data. */
    void failed(Place place, String what) {
        byPlace.merge(place, new Failures(1, what), (known, next) -> new Failures(known.count + 1, what));
    }

    /** It can never succeed. */
    void condemn(Place place, String what) {
        byPlace.put(place, new Failures(TRIES, what));
    }

    /** What the record at that place failed of, once it failed often enough. */
    public Optional<String> reasonFor(Place place) {
        Failures failures = byPlace.isEmpty() ? null : byPlace.get(place);
        return failures == null || failures.count < TRIES ? Optional.empty() : Optional.of(failures.what);
    }

    /** All failures of records so far: what a death of a thread is told apart from one of another cause by. */
    public int failures() {
        return byPlace.values().stream().mapToInt(Failures::count).sum();
    }
}
