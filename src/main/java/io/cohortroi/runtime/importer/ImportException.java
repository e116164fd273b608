package io.cohortroi.runtime.importer;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nothing could be imported, and why, in one message for a person: never shown with a stack trace. */
public final class ImportException extends Exception {
    public ImportException(String message) {
        super(message);
    }

    public ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** {@code what} is not there in {@code where}, with the first rejections as the reasons. */
    static ImportException nothingIn(Path where, String what, ImportTally tally) {
        String why = tally.firstRejections().stream()
                .limit(5)
                .map(rejection -> "\n  " + rejection)
                .collect(Collectors.joining());
        return new ImportException("nothing to import from " + where + ": " + what
                + (why.isEmpty() ? "" : "; " + tally.rejected() + " rejected, first:" + why));
    }
}
