package io.cohortroi.runtime.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /api/v1/stream}: server-sent events, written without a thread per viewer. */
final class StreamServlet extends HttpServlet {
    private static final int LONGEST_EVENT_ID = 64;

    private final transient LiveFeed feed;

    StreamServlet(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String lastSeen = request.getHeader("Last-Event-ID");
        if (lastSeen != null && lastSeen.length() > LONGEST_EVENT_ID) {
            Problem.send(response, 400, "Bad request", "Last-Event-ID has more than 64 characters.");
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        StreamClient client = new StreamClient(context, feed::remove);
        if (feed.add(client, Optional.ofNullable(lastSeen))) {
            client.open();
        } else {
            response.setHeader("Cache-Control", "private, no-cache");
            Problem.send(response, 503, "Too many viewers", "All places at the event stream are taken.");
            context.complete();
        }
    }
}
