package io.cohortroi.domain.reference;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
        Versioned<T> found = ordered.get(0);
        for (Versioned<T> candidate : ordered) {
            if (!candidate.effectiveAt().isAfter(time)) {
                found = candidate;
            }
        }
        return found;
    }
}
