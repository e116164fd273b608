package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.evaluate.TrendEvaluation;
import io.cohortroi.runtime.evaluate.TrendEvaluation.Report;
import io.cohortroi.runtime.evaluate.TrendReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate trend}: ends with 1 where a promised row does not hold. */
@Command(
        name = "trend",
        description = {
            "How often the trend is right and wrong on simulated cohorts, beside other ways to judge.",
            "Ends with 1 when a row that has to hold does not."
        },
        mixinStandardHelpOptions = true)
public final class EvaluateTrendCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the report as JSON.")
    private boolean json;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the simulation (default: ${DEFAULT-VALUE}).")
    private long seed = 20251020;

    @Option(names = "--quick", description = "Fewer samples and the promised rows only where rivals take long.")
    private boolean quick;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the share of slopes found to this file.")
    private @Nullable Path svg;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec
    public EvaluateTrendCommand() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Report report = new TrendEvaluation(seed, quick, line -> {
                    err.println(line);
                    err.flush();
                })
                .run();
        out.print(json ? TrendReportWriter.json(report) : TrendReportWriter.text(report));
        out.flush();
        if (svg != null) {
            Files.writeString(svg, TrendEvaluation.powerPlot(report));
        }
        return report.met() ? 0 : 1;
    }
}
