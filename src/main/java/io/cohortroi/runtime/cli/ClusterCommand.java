package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks or changes the topics of a running cluster; 0 done, 1 failed with a sentence, 2 a wrong call. */
abstract class ClusterCommand implements Callable<Integer> {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SettingsOptions options;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Override
    public final Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Settings settings = options.load();
            return run(needsCluster() ? reachable(settings) : settings, out);
        } catch (SettingsException | KafkaException | IOException failed) {
            spec.commandLine().getErr().println(spec.name() + ": " + Complaint.of(failed));
            return 1;
        } finally {
            out.flush();
        }
    }

    /** Whether it is a cluster that is asked. */
    boolean needsCluster() {
        return true;
    }

    abstract int run(Settings settings, PrintWriter out) throws IOException;

    static void print(PrintWriter out, JsonNode json) {
        out.println(Json.text(json));
    }

    /** @throws SettingsException where no cluster is named or it does not answer */
    static Settings reachable(Settings settings) {
        String servers = settings.kafka().bootstrapServers();
        if (servers.isEmpty()) {
            throw new SettingsException(
                    "Which cluster? Say --set bootstrap.servers=HOST:PORT, or set it in the file of --config.");
        }
        BrokerProbe.require(servers, PROBE_TIMEOUT);
        return settings;
    }
}
