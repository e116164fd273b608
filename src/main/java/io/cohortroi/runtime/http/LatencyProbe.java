package io.cohortroi.runtime.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How fast the API answers: requests leave at fixed times whether or not earlier ones were answered, and an answer's
 * time counts from when its request was due, so a stall is seen in full. 64 clients at 5 requests a second each are 320
 * requests a second, spread evenly over the paths.
 */
public final class LatencyProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long HIGHEST_US = PATIENCE.toNanos() / 1_000;

    /** One path's answers: times in microseconds, and how many were no 200. */
    public record Result(String path, Histogram times, long failures) {}

    /**
     * All paths in the order asked for.
     *
     * @param senderLate how late requests left, in microseconds: a sender that is late itself measures itself
     */
    public record Run(List<Result> results, Histogram senderLate) {}

    private static final class Tally {
        private final Histogram times = new ConcurrentHistogram(HIGHEST_US, 3);
        private final AtomicLong failures = new AtomicLong();
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final URI base;
    private final Optional<String> token;

    public LatencyProbe(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    /**
     * Asks every path in turn, {@code clients * perClient} times a second, and waits for the last answer.
     *
     * @param perClient requests a second of each client
     */
    public Run run(List<String> paths, int clients, int perClient, Duration duration) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        paths.forEach(path -> tallies.put(path, new Tally()));
        long intervalNs = 1_000_000_000L / ((long) clients * perClient);
        long requests = duration.toNanos() / intervalNs;
        List<CompletableFuture<?>> open = new ArrayList<>();
        Histogram senderLate = new Histogram(HIGHEST_US, 3);
        long startNs = System.nanoTime();
        for (long request = 0; request < requests; request++) {
            long dueNs = startNs + request * intervalNs;
            for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            senderLate.recordValue(Math.min(HIGHEST_US, Math.max(0, System.nanoTime() - dueNs) / 1_000));
            String path = paths.get((int) (request % paths.size()));
            open.add(ask(path, dueNs, tallies.getOrDefault(path, new Tally())));
        }
        CompletableFuture.allOf(open.toArray(CompletableFuture[]::new)).join();
        List<Result> results = tallies.entrySet().stream()
                .map(entry -> new Result(
                        entry.getKey(),
                        entry.getValue().times,
                        entry.getValue().failures.get()))
                .toList();
        return new Run(results, senderLate);
    }

    private CompletableFuture<?> ask(String path, long dueNs, Tally tally) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        return http.sendAsync(request.build(), BodyHandlers.ofByteArray()).handle((response, failure) -> {
            tally.times.recordValue(Math.min(HIGHEST_US, (System.nanoTime() - dueNs) / 1_000));
            if (failure != null || response.statusCode() != 200) {
                tally.failures.incrementAndGet();
            }
            return response;
        });
    }
}
