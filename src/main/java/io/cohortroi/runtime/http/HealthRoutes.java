package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.function.Supplier;

/** Live: need not be restarted. Ready: the stream is restored and running, and the views are complete and current. */
final class HealthRoutes {
    private final Answers answers;
    private final Supplier<StreamHealth> health;

    HealthRoutes(Answers answers, Supplier<StreamHealth> health) {
        this.answers = answers;
        this.health = health;
    }

    void live(Context context) {
        StreamHealth now = health.get();
        ObjectNode body = Json.object();
        body.put("status", now.alive() ? "live" : "failed");
        body.put("stream_state", now.state());
        Answers.json(context, now.alive() ? 200 : 503, body);
    }

    void ready(Context context) {
        StreamHealth now = health.get();
        Served served = answers.served();
        boolean complete = served.snapshot().caughtUp();
        boolean ready =
                now.alive() && now.ready() && complete && served.staleSince().isEmpty();
        ObjectNode body = Json.object();
        body.put("status", ready ? "ready" : "not ready");
        body.put("stream_state", now.state());
        body.put("views_complete", complete);
        body.put("stale_since", served.staleSince().map(Instant::toString).orElse(null));
        Answers.json(context, ready ? 200 : 503, body);
    }
}
