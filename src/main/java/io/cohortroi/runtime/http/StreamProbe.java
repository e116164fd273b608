package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long changes take to a viewer: one viewer of the event stream that compares every delta with the clock. The clocks
 * of this machine, of the brokers and of those who stamp events must agree for the numbers to mean something.
 */
public final class StreamProbe implements AutoCloseable {
    private static final long HIGHEST_MS = 3_600_000;

    private final Histogram fromAppend = new ConcurrentHistogram(HIGHEST_MS, 3);
    private final Histogram fromEvent = new ConcurrentHistogram(HIGHEST_MS, 3);
    private final Map<String, String> seen = new HashMap<>();
    private final Clock clock;
    private final Stream<String> lines;
    private final Thread reading;
    private String event = "";

    /** @throws IOException when the stream is not given */
    public StreamProbe(URI base, Optional<String> token, Clock clock) throws IOException, InterruptedException {
        this.clock = clock;
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/v1/stream"));
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        HttpResponse<Stream<String>> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request.header("Accept", "text/event-stream").build(), BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IOException("the event stream was answered " + response.statusCode());
        }
        this.lines = response.body();
        this.reading = new Thread(this::read, "stream-probe");
        reading.setDaemon(true);
        reading.start();
    }

    /** Milliseconds from the broker's stamp on the newest changed value to this viewer. */
    public Histogram fromAppend() {
        return fromAppend.copy();
    }

    /** Milliseconds from the newest event's own time to this viewer; only of scopes whose newest event changed. */
    public Histogram fromEvent() {
        return fromEvent.copy();
    }

    @Override
    public void close() {
        lines.close();
        reading.interrupt();
    }

    private void read() {
        try {
            lines.forEach(this::line);
        } catch (RuntimeException e) {
            event = ""; // the connection ended, as it does on close
        }
    }

    private void line(String line) {
        if (line.startsWith("event: ")) {
            event = line.substring(7);
        } else if (line.startsWith("data: ") && (event.equals("delta") || event.equals("snapshot"))) {
            try {
                message(Json.parseObject(line.substring(6).getBytes(StandardCharsets.UTF_8)), event.equals("delta"));
            } catch (IOException e) {
                throw new IllegalStateException("the event stream sent no JSON object", e);
            }
        }
    }

    private void message(ObjectNode message, boolean isDelta) {
        long now = clock.millis();
        long newest = 0;
        for (JsonNode scope : message.path("scopes")) {
            String updatedAt = scope.path("value").path("updated_at").asText();
            String before = seen.put(scope.path("key").asText(), updatedAt);
            if (isDelta && !updatedAt.equals(before)) {
                newest = Math.max(newest, millis(updatedAt));
            }
        }
        if (newest > 0) {
            fromEvent.recordValue(within(now - newest));
        }
        long appended = message.path("appended_at_ms").asLong();
        if (isDelta && appended > 0) {
            fromAppend.recordValue(within(now - appended));
        }
    }

    private static long millis(String timestamp) {
        try {
            return Instant.parse(timestamp).toEpochMilli();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static long within(long ms) {
        return Math.max(0, Math.min(HIGHEST_MS, ms));
    }
}
