package io.cohortroi.planted.domain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class ReadsAFile {

    private ReadsAFile() {}

    static String read(Path path) throws IOException {
        return Files.readString(path);
    }
}
