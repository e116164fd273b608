package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.alerting.AlertLatency;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.query.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alerts latency}: from a completion to the committed alert it causes, on a cluster where an instance runs. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Measure how long the running instance takes from a completion to its committed alert.",
            "Publishes completions of a cohort latency-probe-… and voids them at the end: for a demo or a test system,",
            "started with --set alert.update.interval.ms=0: each attempt but the first is an update of one alert."
        })
public final class AlertLatencyCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double[] PERCENTILES = {50, 90, 99, 100};

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Option(names = "--attempts", description = "1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int attempts = 300;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (attempts < 1 || attempts > 10_000) {
            throw new ParameterException(spec.commandLine(), "--attempts lies in 1..10000, found " + attempts);
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            Settings settings = ClusterCommand.reachable(options.load());
            Histogram micros = new AlertLatency(
                            settings.kafka().clientProperties(),
                            settings.kafka().prefix(),
                            PATIENCE,
                            Clock.systemUTC().instant(),
                            System.nanoTime())
                    .measure(attempts);
            print(micros, settings);
            return 0;
        } catch (SettingsException | KafkaException failed) {
            err.println(failed.getMessage());
            return 1;
        }
    }

    private void print(Histogram micros, Settings settings) {
        PrintWriter out = spec.commandLine().getOut();
        long commit = settings.streams().commitInterval().toMillis();
        long flush = settings.streams().flushInterval().toMillis();
        if (json) {
            ObjectNode result = Json.object().put("attempts", micros.getTotalCount());
            for (double percentile : PERCENTILES) {
                result.put(name(percentile) + "_ms", BigDecimal.valueOf(micros.getValueAtPercentile(percentile), 3));
            }
            result.put("commit_interval_ms", commit).put("flush_interval_ms", flush);
            out.println(Json.text(result));
        } else {
            StringBuilder line = new StringBuilder("completion sent to alert read, committed records only, "
                    + micros.getTotalCount() + " attempts, ms: ");
            for (double percentile : PERCENTILES) {
                line.append(String.format(
                        Locale.ROOT, " %s %.0f", name(percentile), micros.getValueAtPercentile(percentile) / 1_000.0));
            }
            out.println(line);
            out.println("by these settings commit.interval.ms=" + commit + ", flush.interval.ms=" + flush);
        }
        out.flush();
    }

    private static String name(double percentile) {
        return percentile == 100 ? "max" : "p" + Math.round(percentile);
    }
}
