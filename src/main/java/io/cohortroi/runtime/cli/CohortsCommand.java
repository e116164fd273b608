package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.cohort.CohortMatcher;
import io.cohortroi.domain.cohort.Rule;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.query.CohortTopics;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.TopicScan;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cohorts}: which definitions hold, and why a learner is where they are. */
@Command(
        name = "cohorts",
        description = "List cohort definitions; explain why a learner is in a cohort.",
        mixinStandardHelpOptions = true,
        subcommands = {CohortsCommand.Listing.class, CohortsCommand.Explain.class})
public final class CohortsCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do with cohorts: list or explain.");
    }

    /** One question to the topics of a cluster. */
    private abstract static class Action extends ClusterCommand {
        @Override
        final int run(Settings settings, PrintWriter out) throws IOException {
            KafkaSettings kafka = settings.kafka();
            return run(new CohortTopics(new TopicScan(kafka.clientProperties(), TIMEOUT), kafka.prefix()), out);
        }

        abstract int run(CohortTopics topics, PrintWriter out) throws IOException;
    }

    /** {@code cohorts list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the definitions that hold now, in the order in which they are tried.")
    static final class Listing extends Action {
        @Override
        int run(CohortTopics topics, PrintWriter out) throws IOException {
            Instant now = Clock.systemUTC().instant();
            List<Versioned<CohortDefinition>> definitions = topics.definitions().currentCohorts(now);
            if (json) {
                ObjectNode document = Json.object();
                ArrayNode rows = document.putArray("cohorts");
                definitions.forEach(each -> describe(each, rows.addObject()));
                print(out, document);
                return 0;
            }
            for (Versioned<CohortDefinition> each : definitions) {
                out.println(String.format(
                        Locale.ROOT,
                        "%-24s priority %-5d %s",
                        name(each),
                        each.value().priority(),
                        taking(each.value())));
            }
            out.println(definitions.size() + " active definitions.");
            return 0;
        }
    }

    /** {@code cohorts explain}. */
    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Say why a learner is in a cohort: what every definition asks, and what was found.")
    static final class Explain extends Action {
        @Parameters(paramLabel = "LEARNER", description = "The learner_id.")
        @SuppressWarnings("NullAway.Init")
        private String learner;

        @Override
        int run(CohortTopics topics, PrintWriter out) throws IOException {
            Optional<ObjectNode> found = topics.profile(learner);
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("There is no profile of " + learner + ".");
                return 1;
            }
            ObjectNode profile = found.get();
            boolean explicit = profile.path("placed_by").asText().equals("explicit");
            Instant lastSeen = Instant.parse(profile.path("updated_at").asText());
            List<Versioned<CohortDefinition>> definitions =
                    explicit ? List.of() : topics.definitions().currentCohorts(lastSeen);
            ObjectNode document = explanation(profile, explicit, definitions);
            if (json) {
                print(out, document);
            } else {
                tell(out, document);
            }
            return 0;
        }

        private static ObjectNode explanation(
                ObjectNode profile, boolean explicit, List<Versioned<CohortDefinition>> definitions) {
            String cohort = profile.path("cohort").asText();
            Map<String, String> attributes = new TreeMap<>();
            profile.path("attributes")
                    .properties()
                    .forEach(each ->
                            attributes.put(each.getKey(), each.getValue().asText()));
            Traits traits = traits(profile);
            CohortMatcher.Match match =
                    CohortMatcher.match(explicit ? cohort : null, attributes, () -> traits, definitions);
            ObjectNode document = Json.object()
                    .put("learner_id", profile.path("learner_id").asText())
                    .put("cohort", cohort)
                    .put("cohort_by_definitions", match.cohort())
                    .put("placed_by", match.reason().label());
            ArrayNode rows = document.putArray("definitions");
            for (Versioned<CohortDefinition> each : definitions) {
                ObjectNode row = describe(each, rows.addObject());
                Traits compared = traits == null ? ArchetypeModel.UNKNOWN : traits;
                Rule rule = each.value().rule();
                row.put("holds", rule != null && rule.matches(attributes, compared));
                double distance = CohortMatcher.distance(each.value(), attributes, compared);
                if (traits != null && Double.isFinite(distance)) {
                    row.put("distance", distance);
                }
                List<Rule.Comparison> comparisons = new ArrayList<>();
                if (rule != null) {
                    rule.tell(attributes, compared, true, comparisons::add);
                }
                ArrayNode told = row.putArray("comparisons");
                comparisons.forEach(comparison -> told.addObject()
                        .put("asked", comparison.asked())
                        .put("found", comparison.found())
                        .put("holds", comparison.holds()));
            }
            return document;
        }

        private static @Nullable Traits traits(ObjectNode profile) {
            var node = profile.path("traits_among_all");
            return node.isMissingNode()
                    ? null
                    : new Traits(
                            node.path("learning_velocity").asDouble(),
                            node.path("domain_affinity").asDouble(),
                            node.path("interaction_frequency").asDouble(),
                            node.path("feedback_responsiveness").asDouble(),
                            node.path("retention_strength").asDouble());
        }

        private static void tell(PrintWriter out, ObjectNode document) {
            String cohort = document.path("cohort").asText();
            String now = document.path("cohort_by_definitions").asText();
            out.println(document.path("learner_id").asText() + " is in " + cohort + ".");
            if (!now.equals(cohort)) {
                out.println("The definitions say " + now + " by now; the stream is about to follow.");
            }
            out.println(
                    switch (document.path("placed_by").asText()) {
                        case "explicit" -> "The profile itself names the cohort; no rule is asked.";
                        case "rule" -> "The first rule that holds decides.";
                        case "nearest" ->
                            "No rule holds; the nearest definition by traits decides, up to " + CohortMatcher.NEAR
                                    + " away.";
                        default -> "No rule holds, and no definition is near.";
                    });
            document.path("definitions").forEach(row -> {
                String distance = row.has("distance")
                        ? String.format(
                                Locale.ROOT, ", %.3f away", row.path("distance").asDouble())
                        : "";
                out.println((row.path("holds").asBoolean() ? "+ " : "- ")
                        + row.path("cohort_id").asText() + "@"
                        + row.path("version").asText() + " (priority "
                        + row.path("priority").asText() + distance + "): "
                        + row.path("takes").asText());
                row.path("comparisons")
                        .forEach(
                                each -> out.println("    " + (each.path("holds").asBoolean() ? "yes " : "no  ")
                                        + each.path("asked").asText() + ", found "
                                        + each.path("found").asText()));
            });
        }
    }

    private static ObjectNode describe(Versioned<CohortDefinition> definition, ObjectNode row) {
        return row.put("cohort_id", definition.value().cohortId())
                .put("version", definition.version())
                .put("effective_at", definition.effectiveAt().toString())
                .put("name", definition.value().name())
                .put("priority", definition.value().priority())
                .put("takes", taking(definition.value()));
    }

    private static String name(Versioned<CohortDefinition> definition) {
        return definition.value().cohortId() + "@" + definition.version();
    }

    private static String taking(CohortDefinition definition) {
        Rule rule = definition.rule();
        if (rule != null) {
            return rule.words();
        }
        return definition.archetype() == null
                ? "explicit assignment only"
                : "who is near to a " + definition.archetype().label();
    }
}
