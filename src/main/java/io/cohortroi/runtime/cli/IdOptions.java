package io.cohortroi.runtime.cli;

import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.Pseudonyms;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What happens to the ids of people on the way in; there is no default, somebody has to decide. */
final class IdOptions {
    @Option(
            names = "--id-key-file",
            paramLabel = "FILE",
            defaultValue = "${env:COHORT_ROI_ID_KEY_FILE}",
            description = {
                "The secret key under which imported ids become HMAC-SHA256; at least 16 bytes.",
                "Or name the file in the environment variable COHORT_ROI_ID_KEY_FILE."
            })
    private @Nullable Path keyFile;

    @Option(names = "--keep-ids", description = "Keeps ids as they are: for data that is anonymous already.")
    private boolean keepIds;

    /** @throws ImportException where nobody decided, or the key cannot be used */
    Pseudonyms pseudonyms() throws ImportException {
        if (keepIds) {
            return Pseudonyms.none();
        }
        if (keyFile == null) {
            throw new ImportException("imported ids become pseudonyms: give the key with --id-key-file FILE or"
                    + " COHORT_ROI_ID_KEY_FILE, or say --keep-ids where the data is anonymous already");
        }
        return Pseudonyms.underKeyIn(keyFile);
    }
}
