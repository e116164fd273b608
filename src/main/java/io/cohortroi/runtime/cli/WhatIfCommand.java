package io.cohortroi.runtime.cli;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.broker.BrokerStartException;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.Source;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.whatif.Changes;
import io.cohortroi.runtime.whatif.Difference;
import io.cohortroi.runtime.whatif.WhatIf;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code whatif}: which numbers, trends and alerts would be different. */
@Command(
        name = "whatif",
        mixinStandardHelpOptions = true,
        description = {
            "Take the same input twice through an instance of its own, as it is and changed, and print the difference.",
            "Without a source: the inputs of the cluster of bootstrap.servers, which are only read."
        })
public final class WhatIfCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SettingsOptions settings;

    @Parameters(arity = "0..2", paramLabel = "oulad DIR", description = "A format and its folder, as for analyze.")
    private List<String> source = List.of();

    @Option(names = "--from", paramLabel = "DIR", description = "A folder that analyze wrote, with its inputs.")
    private @Nullable Path from;

    @Option(names = "--baselines", paramLabel = "FILE", description = "Values of archetype-baselines, one a line.")
    private @Nullable Path baselines;

    @Option(names = "--workflows", paramLabel = "FILE", description = "Values of workflows, one a line.")
    private @Nullable Path workflows;

    @Option(names = "--cohorts", paramLabel = "FILE", description = "Values of cohorts, one a line.")
    private @Nullable Path cohorts;

    @Option(
            names = "--thresholds",
            paramLabel = "FILE",
            description = "Settings of alerts (alert.…), KEY=VALUE a line.")
    private @Nullable Path thresholds;

    @Option(
            names = "--norms",
            paramLabel = "FILE",
            description = "Norms that both runs are pinned to (default: the shipped norms-0).")
    private @Nullable Path norms;

    @Option(names = "--out", paramLabel = "FILE", description = "Also write the whole difference to FILE, as JSON.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        try (ProgressBar bar = ProgressBar.of(err)) {
            Changes changes = changes();
            Settings asIs = settings.load();
            Norms pinned = norms == null ? NormsFile.shipped() : NormsFile.read(norms);
            WhatIf whatIf = new WhatIf(asIs, settings.loadWith(changes.settings()), changes, pinned, bar);
            Difference difference = difference(whatIf, asIs);
            bar.close();
            report(difference);
            return 0;
        } catch (ImportException
                | SettingsException
                | BrokerStartException
                | IOException
                | IllegalArgumentException e) {
            err.println("whatif: " + e.getMessage());
            err.flush();
            return 1;
        }
    }

    private Changes changes() throws IOException {
        Changes changes = Changes.none();
        changes = baselines == null ? changes : changes.withValues(Topics.BASELINES, baselines);
        changes = workflows == null ? changes : changes.withValues(Topics.WORKFLOWS, workflows);
        changes = cohorts == null ? changes : changes.withValues(Topics.COHORTS, cohorts);
        changes = thresholds == null ? changes : changes.withThresholds(thresholds);
        if (baselines == null && workflows == null && cohorts == null && thresholds == null) {
            throw new ParameterException(
                    spec.commandLine(), "What is to change? Say --baselines, --thresholds, --workflows or --cohorts.");
        }
        return changes;
    }

    private Difference difference(WhatIf whatIf, Settings asIs)
            throws ImportException, IOException, InterruptedException {
        if (from != null) {
            if (!source.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Say --from DIR or a source, not both.");
            }
            return whatIf.ofFolder(from);
        }
        if (source.isEmpty()) {
            String servers = asIs.kafka().bootstrapServers();
            if (servers.isEmpty()) {
                throw new SettingsException(
                        "Over which input? Name a source (oulad DIR), say --from DIR for a folder of analyze, or --set"
                                + " bootstrap.servers=HOST:PORT for a cluster.");
            }
            BrokerProbe.require(servers, TIMEOUT);
            return whatIf.ofCluster();
        }
        if (source.size() != 2 || !source.get(0).equals("oulad")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "A source is a format and its folder, and the format is oulad; found " + source);
        }
        Source files = new OuladSource(Path.of(source.get(1)));
        return whatIf.of(files);
    }

    private void report(Difference difference) throws IOException {
        byte[] whole = Json.bytes(difference.json());
        if (out != null) {
            Files.write(out, whole);
        }
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(new String(whole, StandardCharsets.UTF_8));
        } else {
            difference.text().forEach(to::println);
        }
        to.flush();
    }
}
