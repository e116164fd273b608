package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.javalin.http.Context;
import java.util.function.Function;
import java.util.function.Supplier;

/** How a question about a snapshot is answered: complete or 503, with an ETag, marked when stale. */
final class Answers {
    private final CompactedViews views;
    private final Supplier<StreamHealth> health;

    Answers(CompactedViews views, Supplier<StreamHealth> health) {
        this.views = views;
        this.health = health;
    }

    Served served() {
        return Served.now(views, health);
    }

    /** Renders the answer with {@code snapshot} as its first field, or says 304 when the asker has this version. */
    void snapshot(Context context, Function<Served, ObjectNode> answer) {
        Served served = served().complete();
        String tag = "W/\"" + served.snapshot().tag() + (served.staleSince().isPresent() ? "-stale" : "") + "\"";
        context.header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        ObjectNode body = Json.object();
        body.set("snapshot", served.describe());
        body.setAll(answer.apply(served));
        json(context, 200, body);
    }

    static void json(Context context, int status, ObjectNode body) {
        context.status(status).contentType("application/json").result(Json.bytes(body));
    }
}
