package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.Source;
import io.cohortroi.runtime.importer.XapiSource;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cohort-roi import}: one sub-command a format. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Publishes files to Kafka: validated, in event-time order, resumable, safe to repeat.",
        subcommands = {ImportCommand.Oulad.class, ImportCommand.Csv.class, ImportCommand.Xapi.class})
public final class ImportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "What to import? Name a format: oulad, csv or xapi");
    }

    /** {@code import oulad DIR}. */
    @Command(name = "oulad", mixinStandardHelpOptions = true, description = OuladFiles.DESCRIPTION)
    static final class Oulad extends ImportRun {
        @Mixin
        private final OuladFiles files = new OuladFiles();

        @Override
        Source source() {
            return files.source();
        }
    }

    /** {@code import csv DIR}. */
    @Command(name = "csv", mixinStandardHelpOptions = true, description = CsvFiles.DESCRIPTION)
    static final class Csv extends ImportRun {
        @Mixin
        private final CsvFiles files = new CsvFiles();

        @Override
        Source source() throws ImportException {
            return files.source();
        }
    }

    /** {@code import xapi PATH}. */
    @Command(
            name = "xapi",
            mixinStandardHelpOptions = true,
            description = {
                "xAPI 1.0.3 statements, one a line in .jsonl or .jsonl.gz files. They are kept in xapi-statements; no completion comes of one yet.",
                "Actors become HMAC-SHA256 under your key; instructors, teams, authorities and answers are left out."
            })
    static final class Xapi extends ImportRun {
        @Parameters(paramLabel = "PATH", description = "One such file, or a folder of them.")
        @SuppressWarnings("NullAway.Init")
        private Path path;

        @Mixin
        private final IdOptions ids = new IdOptions();

        @Override
        Source source() throws ImportException {
            return new XapiSource(path, ids.pseudonyms());
        }
    }
}
