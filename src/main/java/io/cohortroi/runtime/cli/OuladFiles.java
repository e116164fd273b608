package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.Source;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** {@code oulad DIR}, wherever files can come from. */
final class OuladFiles {
    static final String DESCRIPTION =
            "The Open University Learning Analytics Dataset: any of its seven files, plain or .gz.";

    @Parameters(paramLabel = "DIR", description = "The folder with studentRegistration.csv and the others.")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    Source source() {
        return new OuladSource(folder);
    }
}
