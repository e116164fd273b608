package io.cohortroi.domain.reference;

import io.cohortroi.domain.roi.Place;
import java.time.Instant;

/** One version of a reference value. Of two versions effective at the same time the higher version applies. */
public record Versioned<T>(T value, int version, Instant effectiveAt, Place place) implements Comparable<Versioned<T>> {
    @Override
    public int compareTo(Versioned<T> other) {
        int byTime = effectiveAt.compareTo(other.effectiveAt);
        return byTime != 0 ? byTime : Integer.compare(version, other.version);
    }
}
