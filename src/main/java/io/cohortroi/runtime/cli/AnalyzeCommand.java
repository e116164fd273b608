package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.analyze.Analysis;
import io.cohortroi.runtime.broker.BrokerStartException;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.connect.ConnectStartException;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.RejectionLog;
import io.cohortroi.runtime.importer.Source;
import io.cohortroi.runtime.topics.TopicAdminException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cohort-roi analyze}: the whole system over files, once. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Takes files through the whole stream once and writes what comes out; needs nothing running.",
        subcommands = {AnalyzeCommand.Oulad.class, AnalyzeCommand.Csv.class})
public final class AnalyzeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "What to analyze? Name a format: oulad or csv");
    }

    /** {@code analyze oulad DIR --out OUT}. */
    @Command(name = "oulad", mixinStandardHelpOptions = true, description = OuladFiles.DESCRIPTION)
    static final class Oulad extends OneShot {
        @Mixin
        private final OuladFiles files = new OuladFiles();

        @Override
        Source source() {
            return files.source();
        }
    }

    /** {@code analyze csv DIR --out OUT}. */
    @Command(name = "csv", mixinStandardHelpOptions = true, description = CsvFiles.DESCRIPTION)
    static final class Csv extends OneShot {
        @Mixin
        private final CsvFiles files = new CsvFiles();

        @Override
        Source source() throws ImportException {
            return files.source();
        }
    }

    /** What all formats share. */
    abstract static class OneShot implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init")
        private CommandSpec spec;

        @Mixin
        @SuppressWarnings("NullAway.Init")
        private SettingsOptions settings;

        @Option(names = "--out", paramLabel = "OUT", required = true, description = "An empty or new folder.")
        @SuppressWarnings("NullAway.Init")
        private Path out;

        @Option(
                names = "--norms",
                paramLabel = "FILE|learn",
                description =
                        "What learners are compared with: norms in a file, or those the stream learns, beginning with"
                                + " norms-0 (default: the shipped norms-0). Learned norms depend on timing; each record names its own.")
        private @Nullable String norms;

        @Option(
                names = "--no-inputs",
                description = "Does not keep the inputs in OUT; then whatif and explain --from OUT are not possible.")
        private boolean withoutInputs;

        @Option(names = "--rejects", paramLabel = "FILE", description = "Writes every rejected row to FILE.")
        private @Nullable Path rejects;

        @Option(names = "--json", description = "Prints the result as JSON.")
        private boolean json;

        abstract Source source() throws ImportException;

        @Override
        public final Integer call() throws InterruptedException {
            PrintWriter err = spec.commandLine().getErr();
            try (RejectionLog log = RejectionLog.to(rejects);
                    ProgressBar bar = ProgressBar.of(err)) {
                prepareOut();
                Analysis analysis = new Analysis(
                        settings.load(), NormsFile.chosen(norms), NormsFile.isLearn(norms), !withoutInputs, out, bar);
                Analysis.Result result = analysis.run(source(), new ImportTally(log));
                bar.close();
                report(result);
                return verdict(result, err);
            } catch (ImportException
                    | SettingsException
                    | BrokerStartException
                    | TopicAdminException
                    | ConnectStartException
                    | KafkaException
                    | IOException
                    | IllegalStateException
                    | IllegalArgumentException e) {
                err.println("analyze: " + Complaint.of(e));
                err.flush();
                return 1;
            }
        }

        private void prepareOut() throws IOException {
            Files.createDirectories(out);
            try (Stream<Path> entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException("the folder " + out + " is not empty; name a new one, or remove it first");
                }
            }
        }

        private int verdict(Analysis.Result result, PrintWriter err) {
            if (result.unbalanced().isEmpty()) {
                return 0;
            }
            err.println("analyze: the ledger does not balance for " + String.join(", ", result.unbalanced()) + "; see "
                    + out.resolve("ledger.json"));
            err.flush();
            return 1;
        }

        private void report(Analysis.Result result) throws IOException {
            PrintWriter to = spec.commandLine().getOut();
            if (json) {
                ObjectMapper mapper = new ObjectMapper();
                ObjectNode node = mapper.createObjectNode();
                node.set("import", mapper.readTree(result.imported().toJson()));
                node.set("ledger", mapper.valueToTree(result.ledger()));
                node.set("seconds", mapper.valueToTree(result.seconds()));
                to.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node));
            } else {
                to.println(result.imported().toText());
                to.println();
                cohortTable().forEach(to::println);
                to.println();
                to.println("Results in " + out + "; seconds: " + result.seconds());
            }
            to.flush();
        }

        private List<String> cohortTable() throws IOException {
            return CohortTable.of(Files.readAllLines(out.resolve("cohort-metrics.jsonl")));
        }
    }
}
