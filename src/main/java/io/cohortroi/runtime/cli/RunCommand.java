package io.cohortroi.runtime.cli;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.connect.ConnectStartException;
import io.cohortroi.runtime.instance.Instance;
import io.cohortroi.runtime.topics.TopicAdminException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cohort-roi run}: one instance against a given Kafka, until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one instance against a Kafka cluster (setting bootstrap.servers), until Ctrl-C.")
public final class RunCommand implements Callable<Integer> {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SettingsOptions options;

    @Option(
            names = "--norms",
            paramLabel = "FILE|learn",
            description =
                    "What learners are compared with: pinned norms in a file, or those the stream learns, beginning"
                            + " with the shipped norms-0 (default: as the setting norms.learn says).")
    private @Nullable String norms;

    @Option(names = "--no-sink", description = "Leave the JSONL files to another process, such as Kafka Connect.")
    private boolean withoutSink;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Settings settings = options.load();
            if (norms != null) {
                settings = settings.learningNorms(NormsFile.isLearn(norms));
            }
            String servers = settings.kafka().bootstrapServers();
            if (servers.isEmpty()) {
                return fail(err, "no cluster is given. Set bootstrap.servers, or try demo, which brings its own.");
            }
            Optional<String> complaint = BrokerProbe.complaint(servers, PROBE_TIMEOUT);
            if (complaint.isPresent()) {
                return fail(err, complaint.get());
            }
            Norms first = NormsFile.chosen(norms);
            StopSignal stop = StopSignal.install();
            try (Instance instance = Instance.start(settings, first, !withoutSink)) {
                err.println("Page and API: " + settings.http().scheme() + "://"
                        + settings.http().host() + ":" + instance.httpPort());
                err.flush();
                while (!stop.await(Duration.ofMillis(500))) {
                    String failure = instance.failure();
                    if (failure != null) {
                        return fail(err, failure);
                    }
                }
            } finally {
                stop.stopped();
            }
            return 0;
        } catch (SettingsException
                | TopicAdminException
                | ConnectStartException
                | KafkaException
                | IOException
                | IllegalStateException
                | IllegalArgumentException e) {
            return fail(err, Complaint.of(e));
        }
    }

    private static int fail(PrintWriter err, String message) {
        err.println("run: " + message);
        err.flush();
        return 1;
    }
}
