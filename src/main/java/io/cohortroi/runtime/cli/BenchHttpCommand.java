package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.ListenSettings;
import io.cohortroi.runtime.config.Secret;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.http.LatencyProbe;
import io.cohortroi.runtime.http.StreamProbe;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench http}: how fast a running instance answers, and how soon a viewer sees an event. */
@Command(
        name = "http",
        mixinStandardHelpOptions = true,
        description = {
            "Asks every endpoint of a running instance at fixed times, answered or not, and watches its event stream.",
            "Times count from when a request was due. Exit code 1 when an answer was no 200."
        })
public final class BenchHttpCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CONSTANT = "/health/live";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Option(
            names = "--url",
            description = "Where the instance listens. Default: http.host and http.port of the settings.")
    private @Nullable URI url;

    @Option(names = "--clients", description = "Clients at once. Default: ${DEFAULT-VALUE}.")
    private int clients = 64;

    @Option(names = "--rate", description = "Requests a second of each client. Default: ${DEFAULT-VALUE}.")
    private int rate = 5;

    @Option(names = "--seconds", description = "How long. Default: ${DEFAULT-VALUE}.")
    private int seconds = 30;

    @Option(names = "--warm-up", description = "Seconds before that, not counted. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 5;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (clients < 1 || rate < 1 || seconds < 1 || warmUp < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--clients, --rate and --seconds are at least 1, --warm-up at least 0.");
        }
        try {
            ListenSettings listen = settings.load().http();
            URI base = url == null ? URI.create(listen.scheme() + "://" + listen.host() + ":" + listen.port()) : url;
            Optional<String> token = listen.token().map(Secret::reveal);
            List<String> paths = paths(base, token);
            LatencyProbe probe = new LatencyProbe(base, token);
            if (warmUp > 0) {
                probe.run(paths, clients, rate, Duration.ofSeconds(warmUp));
            }
            try (StreamProbe viewer = new StreamProbe(base, token, Clock.systemUTC())) {
                LatencyProbe.Run run = probe.run(paths, clients, rate, Duration.ofSeconds(seconds));
                return report(run, viewer);
            }
        } catch (IOException | SettingsException | IllegalArgumentException e) {
            spec.commandLine().getErr().println("bench http: " + e.getMessage());
            return 1;
        }
    }

    /** Every endpoint of the API with things that this instance has; a constant answer stands first. */
    private static List<String> paths(URI base, Optional<String> token) throws IOException, InterruptedException {
        String cohort = first(get(base, token, "/api/v1/cohorts?limit=1"), "cohorts", "cohort");
        String archetype = first(get(base, token, "/api/v1/archetypes"), "archetypes", "archetype");
        String learner =
                first(get(base, token, "/api/v1/learners?sort=-completions&limit=1"), "learners", "learner_id");
        JsonNode records = get(base, token, "/api/v1/learners/" + learner).path("roi_records");
        JsonNode alerts = get(base, token, "/api/v1/alerts?limit=1");
        List<String> paths = new ArrayList<>(List.of(
                CONSTANT,
                "/api/v1/cohorts",
                "/api/v1/cohorts/" + cohort,
                "/api/v1/cohorts/" + cohort + "/trajectory",
                "/api/v1/cohorts/" + cohort + "/gaps",
                "/api/v1/cohorts/" + cohort + "/workflows",
                "/api/v1/compare?a=" + cohort + "&b=" + cohort,
                "/api/v1/calibration",
                "/api/v1/archetypes",
                "/api/v1/archetypes/" + archetype,
                "/api/v1/overall",
                "/api/v1/alerts",
                "/api/v1/learners?limit=50",
                "/api/v1/learners?cohort=" + cohort + "&min_roi=1&sort=-mean_roi&limit=50",
                "/api/v1/learners/" + learner,
                "/api/v1/learners/" + learner + "/timeline",
                "/api/v1/ledger",
                "/api/v1/pipeline",
                "/api/v1/export/cohorts"));
        if (!alerts.path("alerts").isEmpty()) {
            paths.add("/api/v1/alerts/" + first(alerts, "alerts", "fingerprint"));
        }
        if (!records.isEmpty()) {
            String completion = encoded(records.get(0).path("completion_id").asText());
            paths.add("/api/v1/roi-records/" + learner + "/" + completion);
            paths.add("/api/v1/roi-records/" + learner + "/" + completion + "/explain");
        }
        return List.copyOf(paths);
    }

    private static String first(JsonNode answer, String rows, String field) throws IOException {
        JsonNode row = answer.path(rows).path(0);
        if (row.isMissingNode()) {
            throw new IOException("the instance has no " + rows + " yet; let some events in first");
        }
        return encoded(row.path(field).asText());
    }

    private static ObjectNode get(URI base, Optional<String> token, String path)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        token.ifPresent(bearer -> request.header("Authorization", "Bearer " + bearer));
        HttpResponse<byte[]> response;
        try {
            response = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IOException(base + " does not answer: " + e, e);
        }
        if (response.statusCode() != 200) {
            throw new IOException(base.resolve(path) + " was answered " + response.statusCode());
        }
        return Json.parseObject(response.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private int report(LatencyProbe.Run run, StreamProbe viewer) {
        PrintWriter out = spec.commandLine().getOut();
        long failures =
                run.results().stream().mapToLong(LatencyProbe.Result::failures).sum();
        if (json) {
            ObjectNode answer = Json.object().put("clients", clients).put("requests_per_second", clients * rate);
            answer.put("seconds", seconds);
            ArrayNode endpoints = answer.putArray("endpoints");
            for (LatencyProbe.Result result : run.results()) {
                ObjectNode row =
                        endpoints.addObject().put("path", result.path()).put("failed", result.failures());
                put(row, result.times(), 1_000);
            }
            put(answer.putObject("sender_late_ms"), run.senderLate(), 1_000);
            put(answer.putObject("append_to_viewer_ms"), viewer.fromAppend(), 1);
            put(answer.putObject("event_to_viewer_ms"), viewer.fromEvent(), 1);
            out.println(Json.text(answer));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%d clients, %d requests a second in all, %d s; milliseconds from when each was due%n",
                    clients,
                    clients * rate,
                    seconds);
            for (LatencyProbe.Result result : run.results()) {
                out.printf(
                        Locale.ROOT,
                        "%-64s %s  failed %d%n",
                        result.path(),
                        row(result.times(), 1_000),
                        result.failures());
            }
            out.printf(Locale.ROOT, "%-64s %s%n", "sender late", row(run.senderLate(), 1_000));
            out.printf(
                    Locale.ROOT, "%-64s %s%n", "stream to viewer, by the broker's stamp", row(viewer.fromAppend(), 1));
            out.printf(
                    Locale.ROOT, "%-64s %s%n", "event to viewer, by the event's own stamp", row(viewer.fromEvent(), 1));
        }
        out.flush();
        return failures == 0 ? 0 : 1;
    }

    private static String row(Histogram times, int unitsPerMs) {
        return String.format(
                Locale.ROOT,
                "n %6d  p50 %8.1f  p99 %8.1f  p99.9 %8.1f  max %8.1f",
                times.getTotalCount(),
                at(times, 50, unitsPerMs),
                at(times, 99, unitsPerMs),
                at(times, 99.9, unitsPerMs),
                at(times, 100, unitsPerMs));
    }

    private static void put(ObjectNode node, Histogram times, int unitsPerMs) {
        node.put("n", times.getTotalCount());
        node.put("p50", decimal(at(times, 50, unitsPerMs)));
        node.put("p99", decimal(at(times, 99, unitsPerMs)));
        node.put("p99_9", decimal(at(times, 99.9, unitsPerMs)));
        node.put("max", decimal(at(times, 100, unitsPerMs)));
    }

    private static double at(Histogram times, double percentile, int unitsPerMs) {
        return times.getValueAtPercentile(percentile) / (double) unitsPerMs;
    }

    private static BigDecimal decimal(double value) {
        return new BigDecimal(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
    }
}
