package io.cohortroi.runtime.erasure;

import io.cohortroi.connect.file.LineKey;
import io.cohortroi.connect.file.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The JSONL files of a folder, finished, compressed and open ones alike. */
final class FilesPlace implements Place {
    private static final LineKey LEARNER = new LineKey("learner_id");

    private final Path folder;

    FilesPlace(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "files " + folder;
    }

    @Override
    public Kind kind() {
        return Kind.FILES;
    }

    @Override
    public Finding look(String learnerId) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder
                    + " here: name the sink's with --files, or say --no-files where it is on another machine");
        }
        long lines = 0;
        long held = 0;
        for (Path file : files()) {
            try (InputStream content = open(file)) {
                LineReader reader = new LineReader(content);
                for (byte[] line = reader.next(); line != null; line = reader.next()) {
                    lines++;
                    held += LEARNER.isAnyOf(line, Set.of(learnerId)) ? 1 : 0;
                }
            } catch (NoSuchFileException e) {
                // Finished or rewritten while the folder was read: not looked at, so not clean.
                held++;
            }
        }
        return new Finding(lines, held, 0, null, Set.of());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder, 3)) {
            return all.filter(file -> file.getFileName().toString().contains(".jsonl") && Files.isRegularFile(file))
                    .toList();
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        if (!file.getFileName().toString().endsWith(".gz")) {
            return raw;
        }
        try {
            return new GZIPInputStream(raw);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
