package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.Snapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A snapshot together with how far it can be trusted, as every answer says it.
 *
 * @param staleSince since when it may lag behind the events: the stream is not ready, or the broker is out of reach
 */
record Served(Snapshot snapshot, Optional<Instant> staleSince) {

    /** The snapshot as it stands, complete or not. */
    static Served now(CompactedViews views, Supplier<StreamHealth> health) {
        Snapshot snapshot = views.snapshot();
        Optional<Instant> since = Stream.concat(snapshot.lostSince().stream(), health.get().notReadySince().stream())
                .min(Instant::compareTo);
        return new Served(snapshot, since);
    }

    /**
     * @throws ApiException 503 while the topics are still being read: a key not seen yet is not a key that is not there
     */
    Served complete() {
        if (!snapshot.caughtUp()) {
            throw ApiException.notReady("The views are still being read from the topics. Try again in a moment.");
        }
        return this;
    }

    /**
     * @throws ApiException 404 when the views are up to date, 503 when the thing asked for may just not be there yet
     */
    ApiException missing(String what) {
        return staleSince.isPresent()
                ? ApiException.notReady(what + " is not known, but the views are stale since " + staleSince.get() + ".")
                : ApiException.notFound(what + " is not known.");
    }

    /** {@code {"version","stale","stale_since"}}, the first field of every answer. */
    ObjectNode describe() {
        ObjectNode node = Json.object();
        node.put("version", snapshot.tag());
        node.put("stale", staleSince.isPresent());
        node.put("stale_since", staleSince.map(Instant::toString).orElse(null));
        return node;
    }
}
