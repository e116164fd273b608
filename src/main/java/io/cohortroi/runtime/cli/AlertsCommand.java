package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.alerting.AlertTopics;
import io.cohortroi.runtime.alerting.Receiver;
import io.cohortroi.runtime.alerting.ReceiversFile;
import io.cohortroi.runtime.alerting.TestDelivery;
import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.query.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alerts}: what stands, why, hold it back, and whether the receivers listen. */
@Command(
        name = "alerts",
        description = "List, show and silence alerts; test the receivers; measure how fast an alert comes.",
        mixinStandardHelpOptions = true,
        subcommands = {
            AlertsCommand.Listing.class,
            AlertsCommand.Show.class,
            AlertsCommand.Silence.class,
            AlertsCommand.Test.class,
            AlertLatencyCommand.class
        })
public final class AlertsCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do with alerts: list, show, silence, test or latency.");
    }

    /** One question to the topics of a cluster. */
    private abstract static class Action implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        CommandSpec spec;

        @Mixin
        private final SettingsOptions settings = new SettingsOptions();

        @Option(names = "--json", description = "Print JSON.")
        boolean json;

        @Override
        public final Integer call() {
            try {
                return run(spec.commandLine().getOut());
            } catch (SettingsException | KafkaException failed) {
                spec.commandLine().getErr().println(failed.getMessage());
                return 1;
            }
        }

        abstract int run(PrintWriter out);

        AlertTopics topics() {
            KafkaSettings kafka = settings.load().kafka();
            if (kafka.bootstrapServers().isEmpty()) {
                throw new SettingsException(
                        "Which cluster? Say --set bootstrap.servers=HOST:PORT, or set it in the file of --config.");
            }
            BrokerProbe.complaint(kafka.bootstrapServers(), TIMEOUT).ifPresent(complaint -> {
                throw new SettingsException(complaint);
            });
            return new AlertTopics(kafka.clientProperties(), kafka.prefix(), TIMEOUT);
        }

        static void print(PrintWriter out, ObjectNode json) {
            out.println(new String(Json.bytes(json), StandardCharsets.UTF_8));
        }
    }

    /** {@code alerts list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List alerts, the ones that stand unless told otherwise, the latest first.")
    static final class Listing extends Action {
        @Option(names = "--all", description = "Resolved ones too.")
        private boolean all;

        @Option(names = "--rule", description = "Of this rule only, such as roi_variance.")
        private @Nullable String rule;

        @Override
        int run(PrintWriter out) {
            List<ObjectNode> alerts = topics().latest(AlertTopics.ALERTS).values().stream()
                    .filter(alert -> all || !text(alert, "status").equals("resolved"))
                    .filter(alert -> rule == null || text(alert, "rule").equals(rule))
                    .sorted(Comparator.comparing((ObjectNode alert) -> text(alert, "updated_at"))
                            .reversed()
                            .thenComparing(alert -> text(alert, "fingerprint")))
                    .toList();
            if (json) {
                ObjectNode document = Json.object();
                ArrayNode rows = document.putArray("alerts");
                alerts.forEach(rows::add);
                print(out, document);
                return 0;
            }
            for (ObjectNode alert : alerts) {
                out.println(String.format(
                        Locale.ROOT,
                        "%-16s %-8s %-8s %-18s %-28s %8s %% n %-6s since %s",
                        text(alert, "fingerprint"),
                        text(alert, "status"),
                        text(alert, "severity"),
                        text(alert, "rule"),
                        text(alert, "subject"),
                        rounded(alert),
                        text(alert, "n"),
                        text(alert, "started_at")));
            }
            out.println(alerts.size() + (all ? " alerts." : " alerts stand."));
            return 0;
        }

        private static String rounded(ObjectNode alert) {
            return alert.hasNonNull("variance_pct")
                    ? String.format(
                            Locale.ROOT, "%+.1f", alert.path("variance_pct").asDouble())
                    : "-";
        }
    }

    /** {@code alerts show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Show one alert with everything it says of itself.")
    static final class Show extends Action {
        @Parameters(paramLabel = "FINGERPRINT", description = "As alerts list prints it; an alert_id will do.")
        @SuppressWarnings("NullAway.Init")
        private String fingerprint;

        @Override
        int run(PrintWriter out) {
            Optional<ObjectNode> found = topics().latest(AlertTopics.ALERTS).values().stream()
                    .filter(alert -> text(alert, "fingerprint").equals(fingerprint)
                            || text(alert, "alert_id").equals(fingerprint))
                    .findFirst();
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("There is no alert " + fingerprint + ".");
                return 1;
            }
            if (json) {
                print(out, found.get());
            } else {
                found.get()
                        .properties()
                        .forEach(field -> out.println(String.format(
                                Locale.ROOT,
                                "%-20s %s",
                                field.getKey(),
                                field.getValue().isValueNode()
                                        ? text(found.get(), field.getKey())
                                        : field.getValue().toString())));
            }
            return 0;
        }
    }

    /** {@code alerts silence}. */
    @Command(
            name = "silence",
            mixinStandardHelpOptions = true,
            description = {
                "Hold the delivery of matching alerts back until a time. They are published all the same.",
                "Without matchers: list the silences. With --end: end one."
            })
    static final class Silence extends Action {
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
        int run(PrintWriter out) {
            if (end != null) {
                return end(out, end);
            }
            if (fingerprint == null && labels.isEmpty()) {
                return list(out);
            }
            ObjectNode silence = silence();
            topics().putSilence(text(silence, "silence_id"), silence);
            if (json) {
                print(out, silence);
            } else {
                out.println("Silence " + text(silence, "silence_id") + " until " + text(silence, "until") + ".");
            }
            return 0;
        }

        private int end(PrintWriter out, String id) {
            AlertTopics topics = topics();
            if (!topics.latest(AlertTopics.SILENCES).containsKey(id)) {
                spec.commandLine().getErr().println("There is no silence " + id + ".");
                return 1;
            }
            topics.putSilence(id, null);
            out.println("Ended silence " + id + ".");
            return 0;
        }

        private int list(PrintWriter out) {
            Map<String, ObjectNode> silences = topics().latest(AlertTopics.SILENCES);
            if (json) {
                ObjectNode document = Json.object();
                ArrayNode rows = document.putArray("silences");
                silences.values().forEach(rows::add);
                print(out, document);
                return 0;
            }
            silences.forEach((id, silence) -> out.println(id + " until " + text(silence, "until") + " "
                    + silence.path("matchers") + " " + text(silence, "comment")));
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

    /** {@code alerts test}. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Send a test alert to every receiver, once; exit code 1 if any did not take it.")
    static final class Test implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Option(
                names = "--receivers",
                required = true,
                paramLabel = "FILE",
                description = "The receivers file of this deployment.")
        @SuppressWarnings("NullAway.Init")
        private Path receivers;

        @Override
        public Integer call() throws InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            boolean allTook = true;
            try {
                for (Receiver receiver : ReceiversFile.read(receivers)) {
                    Optional<String> failure =
                            TestDelivery.to(receiver, Clock.systemUTC().instant());
                    allTook &= failure.isEmpty();
                    out.println(receiver.name() + ": " + failure.orElse("took it"));
                }
            } catch (SettingsException wrong) {
                spec.commandLine().getErr().println(wrong.getMessage());
                return 1;
            }
            return allTook ? 0 : 1;
        }
    }

    private static String text(ObjectNode node, String field) {
        return node.path(field).isNumber()
                ? node.path(field).decimalValue().toPlainString()
                : node.path(field).asText();
    }
}
