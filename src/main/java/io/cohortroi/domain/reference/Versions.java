package io.cohortroi.domain.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** All versions of one reference value, oldest effective first; never empty. */
public record Versions<T>(List<Versioned<T>> ordered) {
    public Versions {
        if (ordered.isEmpty()) {
            throw new IllegalArgumentException("a reference value has at least one version");
        }
        ordered = ordered.stream().sorted().toList();
    }

    public static <T> Versions<T> of(Versioned<T> only) {
        return new Versions<>(List.of(only));
    }

    /** With {@code added} in it, in place of what had the same version number. */
    public Versions<T> with(Versioned<T> added) {
        List<Versioned<T>> next = new ArrayList<>(ordered);
        next.removeIf(known -> known.version() == added.version());
        next.add(added);
        return new Versions<>(next);
    }

    /** Without that version number; the caller drops the value when it was the only one. */
    public List<Versioned<T>> without(int version) {
        return ordered.stream().filter(known -> known.version() != version).toList();
    }

    /** The newest version effective at {@code time}; the earliest one where none was effective yet. */
    public Versioned<T> asOf(Instant time) {
        return newest(version -> !version.effectiveAt().isAfter(time));
    }

    /**
     * The version for what is true now rather than at an event's time: the newest that was in effect when it was published,
     * or is effective at {@code time}. With version 2 published on Friday and effective since Monday, a learner last seen on
     * Sunday is under version 2 now; were it effective only next Monday, under version 1 until seen again after that.
     *
     * @param time the newest event time of whom it is asked for
     */
    public Versioned<T> current(Instant time) {
        return newest(version -> version.isInForce(time));
    }

    private Versioned<T> newest(Predicate<Versioned<T>> applies) {
        Versioned<T> found = ordered.get(0);
        for (Versioned<T> candidate : ordered) {
            if (applies.test(candidate)) {
                found = candidate;
            }
        }
        return found;
    }
}
