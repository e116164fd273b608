package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.runtime.topics.TopicAdmin;
import io.cohortroi.runtime.topics.TopicAdminException;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicMismatch;
import io.cohortroi.runtime.topics.TopicSpec;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates, checks and lists the topics of the public contract on a Kafka cluster. */
@Command(
        name = "topics",
        description = "Create, check and list the topics on a Kafka cluster.",
        mixinStandardHelpOptions = true,
        subcommands = {TopicsCommand.Apply.class, TopicsCommand.Verify.class, TopicsCommand.Show.class})
public final class TopicsCommand implements Callable<Integer> {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the topics: apply, verify or list.");
    }

    /** One question to the cluster, answered for people or as one JSON document. */
    private abstract static class Action implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        private final ClusterOptions cluster = new ClusterOptions();

        @Option(names = "--json", description = "Print one JSON document.")
        private boolean json;

        @Override
        public final Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (ClusterOptions.Connection connection = cluster.connect(spec.commandLine())) {
                return run(connection.topics(), out, json);
            } catch (TopicAdminException failed) {
                spec.commandLine().getErr().println(failed.getMessage());
                return 1;
            }
        }

        abstract int run(TopicAdmin topics, PrintWriter out, boolean json);
    }

    /** {@code topics apply}. */
    @Command(
            name = "apply",
            mixinStandardHelpOptions = true,
            description = {
                "Create missing topics. Existing ones are never deleted and keep their partitions.",
                "Exit code 1 when something still does not match."
            })
    static final class Apply extends Action {
        @Option(names = "--correct", description = "Also set drifted settings right, where that cannot lose a record.")
        private boolean correct;

        @Override
        int run(TopicAdmin topics, PrintWriter out, boolean json) {
            TopicAdmin.Applied applied = topics.apply(correct);
            if (json) {
                printJson(out, applied);
            } else {
                applied.created().forEach(name -> out.println("Created " + name + "."));
                applied.corrected()
                        .forEach((name, settings) -> out.println("Corrected " + name + ": " + settings + "."));
                applied.mismatches().forEach(mismatch -> out.println(mismatch.sentence()));
                out.println(applied.created().size() + " created, "
                        + applied.corrected().size() + " corrected, " + summary(applied.mismatches()));
            }
            return applied.mismatches().isEmpty() ? 0 : 1;
        }
    }

    /** {@code topics verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Say what does not match the contract, one sentence each; exit code 1 if anything.")
    static final class Verify extends Action {
        @Override
        int run(TopicAdmin topics, PrintWriter out, boolean json) {
            List<TopicMismatch> mismatches = topics.verify();
            if (json) {
                printJson(out, Map.of("mismatches", mismatches));
            } else {
                mismatches.forEach(mismatch -> out.println(mismatch.sentence()));
                out.println(summary(mismatches));
            }
            return mismatches.isEmpty() ? 0 : 1;
        }
    }

    /** {@code topics list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the contract's topics and what the cluster has of them.")
    static final class Show extends Action {
        @Override
        int run(TopicAdmin topics, PrintWriter out, boolean json) {
            List<TopicAdmin.Listed> listed = topics.list();
            if (json) {
                printJson(
                        out, Map.of("topics", listed.stream().map(Show::fields).toList()));
            } else {
                listed.forEach(topic -> out.println(line(topic)));
            }
            return 0;
        }

        private static String line(TopicAdmin.Listed topic) {
            TopicSpec spec = topic.spec();
            String state = topic.state() == null
                    ? "missing"
                    : "partitions " + topic.state().partitions() + ", replication "
                            + topic.state().replicas();
            return String.format(
                    Locale.ROOT,
                    "%-28s %-8s %-28s %s",
                    topic.name(),
                    spec.config().get("cleanup.policy"),
                    state,
                    spec.title());
        }

        private static Map<String, Object> fields(TopicAdmin.Listed topic) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("topic", topic.name());
            fields.put("title", topic.spec().title());
            fields.put("key", topic.spec().keyDescription());
            fields.put("exists", topic.state() != null);
            if (topic.state() != null) {
                fields.put("partitions", topic.state().partitions());
                fields.put("replication", topic.state().replicas());
            }
            fields.put("config", topic.spec().config());
            return fields;
        }
    }

    private static String summary(List<TopicMismatch> mismatches) {
        return mismatches.size() + " mismatches in "
                + TopicCatalog.load().topics().size() + " topics.";
    }

    private static void printJson(PrintWriter out, Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what topics print is plain data", impossible);
        }
    }
}
