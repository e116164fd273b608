package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.importer.CsvSource;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.Source;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code csv DIR}, wherever files can come from. */
final class CsvFiles {
    static final String DESCRIPTION = "CSV files whose columns are the fields of the public contract: learners.csv,"
            + " learner-activity.csv, training-completions.csv, cohorts.csv or cohorts.json, workflows.csv,"
            + " capabilities.csv. Ids of learners, events and completions become HMAC-SHA256 under your key.";

    @Parameters(paramLabel = "DIR", description = "The folder with any of these files, plain or .gz.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Mixin
    private final IdOptions ids = new IdOptions();

    /** @throws ImportException where nobody decided what happens to ids, or the key cannot be used */
    Source source() throws ImportException {
        return new CsvSource(folder, ids.pseudonyms());
    }
}
