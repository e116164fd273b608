package io.cohortroi.domain.reference;

import io.cohortroi.domain.roi.Place;
import java.time.Instant;

/**
 * One version of a reference value. Of two versions effective at the same time the higher version applies.
 *
 * @param publishedAt when the record was appended to its topic
 */
public record Versioned<T>(T value, int version, Instant effectiveAt, Place place, Instant publishedAt)
        implements Comparable<Versioned<T>> {

    /** A version that was in effect when it was published. */
    public Versioned(T value, int version, Instant effectiveAt, Place place) {
        this(value, version, effectiveAt, place, effectiveAt);
    }

    /** Whether it holds for a thing of that event time, or at all by now: its date had come when it was published. */
    boolean isInForce(Instant time) {
        return !effectiveAt.isAfter(time) || !effectiveAt.isAfter(publishedAt);
    }

    @Override
    public int compareTo(Versioned<T> other) {
        int byTime = effectiveAt.compareTo(other.effectiveAt);
        return byTime != 0 ? byTime : Integer.compare(version, other.version);
    }
}
