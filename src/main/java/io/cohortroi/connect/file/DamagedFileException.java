package io.cohortroi.connect.file;

import java.io.IOException;
import java.nio.file.Path;

/** A file holds what no crash of the sink can leave behind. Trying again does not help: a person has to look. */
public final class DamagedFileException extends IOException {
    public DamagedFileException(Path file, String what) {
        super(file + ": " + what);
    }
}
