package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.bench.LookupBench;
import io.cohortroi.runtime.broker.BrokerStartException;
import io.cohortroi.runtime.config.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench lookup}: ends with 1 where the promise of a lookup does not hold. */
@Command(
        name = "lookup",
        mixinStandardHelpOptions = true,
        description = {
            "How long it takes to say a learner's archetype from the state, in a stream of its own.",
            "Ends with 1 when one lookup in a thousand takes 1 ms or more."
        })
public final class BenchLookupCommand implements Callable<Integer> {
    private static final double LIMIT_US = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SettingsOptions settings;

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "An empty or new folder on the disk to measure; broker and state stay in it.")
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Option(names = "--learners", description = "Learners in the state (default: ${DEFAULT-VALUE}).")
    private int learners = 20_000;

    @Option(names = "--lookups", description = "Lookups that are measured (default: ${DEFAULT-VALUE}).")
    private int lookups = 1_000_000;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (learners < 1 || lookups < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--learners and --lookups are at least 1, found " + learners + " and " + lookups);
        }
        try {
            prepare();
            Histogram times = new LookupBench(settings.load(), directory, learners, lookups).run();
            PrintWriter out = spec.commandLine().getOut();
            double p999 = times.getValueAtPercentile(99.9) / 1e3;
            out.println(String.format(
                    Locale.ROOT,
                    json
                            ? "{\"learners\":%d,\"lookups\":%d,\"p50_us\":%.1f,\"p99_us\":%.1f,\"p999_us\":%.1f,\"max_us\":%.1f}"
                            : "%,d learners, %,d lookups: p50 %.1f us, p99 %.1f us, p99.9 %.1f us, max %.1f us",
                    learners,
                    times.getTotalCount(),
                    times.getValueAtPercentile(50) / 1e3,
                    times.getValueAtPercentile(99) / 1e3,
                    p999,
                    times.getMaxValue() / 1e3));
            out.flush();
            return p999 < LIMIT_US ? 0 : 1;
        } catch (SettingsException | BrokerStartException | IOException | IllegalStateException e) {
            spec.commandLine().getErr().println("bench lookup: " + e.getMessage());
            return 1;
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw new IOException("the folder " + directory + " is not empty; name a new one, or remove it first");
            }
        }
    }
}
