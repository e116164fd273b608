package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.evaluate.AlertEvaluation;
import io.cohortroi.runtime.evaluate.AlertPlots;
import io.cohortroi.runtime.evaluate.AlertReport;
import io.cohortroi.runtime.evaluate.AlertReportWriter;
import io.cohortroi.runtime.evaluate.RecordRatios;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate alerts}: ends with 1 where a promised row does not hold. */
@Command(
        name = "alerts",
        description = {
            "False alarms and delays of the variance alert on simulated cohorts, beside other ways to detect.",
            "Ends with 1 when a row that has to hold does not."
        },
        mixinStandardHelpOptions = true)
public final class EvaluateAlertsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulation (default: ${DEFAULT-VALUE}).")
    private long seed = 20251020;

    @Option(names = "--quick", description = "Fewer streams, and c = 1,000 where 10,000 takes long.")
    private boolean quick;

    @Option(
            names = "--records",
            paramLabel = "DIR",
            description = "Draw from the ROI records in the *.jsonl files of this folder as well.")
    private @Nullable Path records;

    @Option(names = "--plot", paramLabel = "DIR", description = "Write SVG plots to this folder.")
    private @Nullable Path plots;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    public EvaluateAlertsCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Double> ratios = records == null ? List.of() : RecordRatios.read(records);
        AlertReport report = new AlertEvaluation(seed, quick, ratios, line -> {
                    err.println(line);
                    err.flush();
                })
                .run();
        out.print(json ? AlertReportWriter.json(report) : AlertReportWriter.text(report));
        out.flush();
        if (plots != null) {
            Files.createDirectories(plots);
            for (Map.Entry<String, String> plot : AlertPlots.of(report).entrySet()) {
                Files.writeString(plots.resolve(plot.getKey()), plot.getValue());
            }
        }
        return report.met() ? 0 : 1;
    }
}
