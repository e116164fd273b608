package io.cohortroi.topology.serde;

import io.cohortroi.domain.stage.Rejection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One input value as read: an event, an erasure (a null value), or a rejection. It keeps the original bytes, because
 * even a good event may have to go to the dead letters later, untouched.
 */
public final class Inbound<T> {
    private final byte @Nullable [] original;
    private final @Nullable T event;
    private final @Nullable Rejection rejection;
    private Instant appendedAt = Instant.MAX;

    private Inbound(byte @Nullable [] original, @Nullable T event, @Nullable Rejection rejection) {
        this.original = original;
        this.event = event;
        this.rejection = rejection;
    }

    static <T> Inbound<T> of(byte[] original, T event) {
        return new Inbound<>(original, event, null);
    }

    static <T> Inbound<T> rejected(byte @Nullable [] original, Rejection rejection) {
        return new Inbound<>(original, null, rejection);
    }

    static <T> Inbound<T> erasure() {
        return new Inbound<>(null, null, null);
    }

    public byte @Nullable [] original() {
        return original;
    }

    /** Absent in an erasure and in a rejection. */
    public @Nullable T event() {
        return event;
    }

    public @Nullable Rejection rejection() {
        return rejection;
    }

    public boolean isErasure() {
        return original == null;
    }

    /** When the broker appended the record; told by the timestamp extractor, the only one that sees it. */
    public Instant appendedAt() {
        return appendedAt;
    }

    public void appendedAt(Instant time) {
        appendedAt = time;
    }
}
