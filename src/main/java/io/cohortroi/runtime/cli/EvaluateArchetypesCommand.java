package io.cohortroi.runtime.cli;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.evaluate.ArchetypeEvaluationRun;
import io.cohortroi.runtime.importer.ImportException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evaluate archetypes --data oulad DIR}: how good archetypes and their confidence are on real learners. */
@Command(
        name = "archetypes",
        description = "Judges archetypes and their confidence on real learners, each presentation with constants fitted"
                + " on others and norms learned from other learners.")
public final class EvaluateArchetypesCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--data",
            arity = "2",
            required = true,
            paramLabel = "oulad DIR",
            description = "the format and the folder of the data; oulad is the format there is")
    private List<String> data = List.of();

    @Option(
            names = "--norms",
            paramLabel = "FILE|learn",
            description = "norms to judge with the shipped constants: a file, or those the stream learns by each"
                    + " checkpoint (default: the shipped norms-0)")
    private @Nullable String norms;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(names = "--diagram", paramLabel = "FILE.svg", description = "write a reliability diagram")
    private @Nullable Path diagram;

    @Option(
            names = "--fit",
            paramLabel = "FILE",
            description = "also fit norms and constants on everything, and write the norms here, as norms-0")
    private @Nullable Path fit;

    @Override
    public Integer call() throws IOException {
        if (data.size() != 2 || !data.get(0).equals("oulad")) {
            throw new ParameterException(
                    spec.commandLine(), "--data takes a format and a folder, and the format is oulad; found " + data);
        }
        PrintWriter out = spec.commandLine().getOut();
        try {
            ArchetypeEvaluationRun run = ArchetypeEvaluationRun.of(Path.of(data.get(1)), chosenNorms());
            if (diagram != null) {
                run.writeDiagram(diagram);
            }
            String fitted = fit == null ? "" : run.fit(fit, "norms-0");
            out.print(json ? run.json() + "\n" : run.text() + fitted);
            out.flush();
            return 0;
        } catch (ImportException | IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private @Nullable Norms chosenNorms() throws IOException {
        if (norms == null) {
            return NormsFile.shipped();
        }
        return norms.equals("learn") ? null : NormsFile.read(Path.of(norms));
    }
}
