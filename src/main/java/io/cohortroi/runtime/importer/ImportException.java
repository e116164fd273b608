package io.cohortroi.runtime.importer;

import org.jspecify.annotations.Nullable;

/** Nothing could be imported, and why, in one message for a person: never shown with a stack trace. */
public final class ImportException extends Exception {
    public ImportException(String message) {
        super(message);
    }

    public ImportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
