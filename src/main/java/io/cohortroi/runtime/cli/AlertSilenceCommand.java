package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.alerting.AlertTopics;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code alerts silence}. */
@Command(
        name = "silence",
        mixinStandardHelpOptions = true,
        description = {
            "Hold the delivery of matching alerts back until a time. They are published all the same.",
            "Without matchers: list the silences. With --end: end one."
        })
final class AlertSilenceCommand extends ClusterCommand {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> LABELS = Set.of("rule", "severity", "subject", "metric");

    @Option(names = "--fingerprint", description = "The alert with this fingerprint.")
    private @Nullable String fingerprint;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "Alerts whose rule, severity, subject or metric is this; several must all match.")
    private final Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--until", paramLabel = "TIME", description = "ISO-8601 with offset.")
    private @Nullable String until;

    @Option(names = "--minutes", paramLabel = "N", description = "From now (default: ${DEFAULT-VALUE}).")
    private long minutes = 120;

    @Option(names = "--comment", description = "Why, for whoever wonders later.")
    private String comment = "";

    @Option(names = "--end", paramLabel = "ID", description = "End this silence.")
    private @Nullable String end;

    @Override
    int run(Settings settings, PrintWriter out) throws IOException {
        if (end != null) {
            return end(settings, out, end);
        }
        if (fingerprint == null && labels.isEmpty()) {
            return list(settings, out);
        }
        ObjectNode silence = silence();
        topics(settings).putSilence(AlertValues.text(silence, "silence_id"), silence);
        if (json) {
            print(out, silence);
        } else {
            out.println("Silence " + AlertValues.text(silence, "silence_id") + " until "
                    + AlertValues.text(silence, "until") + ".");
        }
        return 0;
    }

    private static AlertTopics topics(Settings settings) {
        return new AlertTopics(
                settings.kafka().clientProperties(), settings.kafka().prefix(), TIMEOUT);
    }

    private static Map<String, ObjectNode> silences(Settings settings) throws IOException {
        return AlertValues.latest(settings, AlertTopics.SILENCES);
    }

    private int end(Settings settings, PrintWriter out, String id) throws IOException {
        if (!silences(settings).containsKey(id)) {
            spec.commandLine().getErr().println("There is no silence " + id + ".");
            return 1;
        }
        topics(settings).putSilence(id, null);
        out.println("Ended silence " + id + ".");
        return 0;
    }

    private int list(Settings settings, PrintWriter out) throws IOException {
        Map<String, ObjectNode> silences = silences(settings);
        if (json) {
            ObjectNode document = Json.object();
            ArrayNode rows = document.putArray("silences");
            silences.values().forEach(rows::add);
            print(out, document);
            return 0;
        }
        silences.forEach((id, silence) -> out.println(id + " until " + AlertValues.text(silence, "until") + " "
                + silence.path("matchers") + " " + AlertValues.text(silence, "comment")));
        out.println(silences.size() + " silences.");
        return 0;
    }

    private ObjectNode silence() {
        ObjectNode silence = Json.object();
        silence.put("silence_id", UUID.randomUUID().toString());
        ArrayNode matchers = silence.putArray("matchers");
        if (fingerprint != null) {
            matchers.addObject().put("fingerprint", fingerprint);
        }
        labels.forEach((label, value) -> {
            if (!LABELS.contains(label)) {
                throw new ParameterException(
                        spec.commandLine(), "--label knows rule, severity, subject and metric, not " + label + ".");
            }
            matchers.addObject().put("label", label).put("equals", value);
        });
        return silence.put("until", end().toString()).put("comment", comment);
    }

    private Instant end() {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
        if (until == null) {
            return now.plus(Duration.ofMinutes(minutes));
        }
        try {
            return OffsetDateTime.parse(until).toInstant();
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    spec.commandLine(), "--until must be ISO-8601 with offset, is " + until + ".", e);
        }
    }
}
