package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportReport;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.Importer;
import io.cohortroi.runtime.importer.RejectionLog;
import io.cohortroi.runtime.importer.Source;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all imports share: the target, the progress on standard error, the report on standard output. */
abstract class ImportRun implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "The Kafka brokers (default: ${DEFAULT-VALUE}).")
    private String bootstrap = "";

    @Option(names = "--prefix", description = "Leads every topic name; a tenant is a prefix (default: none).")
    private String prefix = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description = "Kafka client properties, such as security settings.")
    private @Nullable Path commandConfig;

    @Option(names = "--json", description = "Prints the report as JSON.")
    private boolean json;

    @Option(names = "--report", paramLabel = "FILE", description = "Also writes the report to FILE, as JSON.")
    private @Nullable Path report;

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "Writes every rejected row's place and reason to FILE, one JSON object a line.")
    private @Nullable Path rejects;

    @Option(
            names = "--progress-dir",
            paramLabel = "DIR",
            defaultValue = "data/imports",
            description = "Where an interrupted import leaves how far it came (default: ${DEFAULT-VALUE}).")
    private Path progressFolder = Path.of("");

    /** The source that the sub-command's own options describe. */
    abstract Source source() throws ImportException;

    @Override
    public final Integer call() {
        try {
            ImportReport done = run();
            spec.commandLine().getOut().println(json ? done.toJson() : done.toText());
            spec.commandLine().getOut().flush();
            return 0;
        } catch (ImportException e) {
            return fail(e.getMessage());
        } catch (UncheckedIOException e) {
            return fail(e.getMessage());
        }
    }

    private ImportReport run() throws ImportException {
        Map<String, Object> client = clientProperties();
        try (RejectionLog log = RejectionLog.to(rejects);
                ProgressBar bar = ProgressBar.of(spec.commandLine().getErr())) {
            ImportReport done = new Importer(client, prefix, progressFolder).run(source(), new ImportTally(log), bar);
            write(done);
            return done;
        }
    }

    private void write(ImportReport done) throws ImportException {
        try {
            if (report != null) {
                Files.writeString(report, done.toJson() + "\n", StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new ImportException("the import is done, but its report cannot be written: " + e, e);
        }
    }

    private Map<String, Object> clientProperties() throws ImportException {
        Map<String, Object> client = new HashMap<>();
        if (commandConfig != null) {
            Properties properties = new Properties();
            try (Reader file = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
                properties.load(file);
            } catch (IOException | IllegalArgumentException e) {
                throw new ImportException("cannot read " + commandConfig + ": " + e.getMessage(), e);
            }
            properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        }
        client.put("bootstrap.servers", bootstrap);
        return client;
    }

    private int fail(@Nullable String message) {
        spec.commandLine().getErr().println("import: " + message);
        spec.commandLine().getErr().flush();
        return 1;
    }
}
