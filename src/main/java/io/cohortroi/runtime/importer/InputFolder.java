package io.cohortroi.runtime.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The files of one import: found in a folder by name, plain or {@code .gz}, each read once and hashed as it is read. */
final class InputFolder {
    private final Map<String, InputFile> files = new LinkedHashMap<>();
    private final String missing;
    private final ImportTally tally;
    private final ProgressListener progress;
    private final MessageDigest digest = Hash.digest();
    private final long totalBytes;
    private long bytesRead;

    /**
     * @param names file names without {@code .gz} that the format knows
     * @param missing what stands for a missing value, beside an empty field
     * @throws ImportException where the folder is none, or has none of them
     */
    InputFolder(
            Path folder,
            String format,
            List<String> names,
            String missing,
            ImportTally tally,
            ProgressListener progress)
            throws ImportException {
        if (!Files.isDirectory(folder)) {
            throw new ImportException((Files.exists(folder) ? "not a folder: " : "no such folder: ") + folder);
        }
        this.missing = missing;
        this.tally = tally;
        this.progress = progress;
        for (String name : names) {
            Path plain = folder.resolve(name);
            Path zipped = folder.resolve(name + ".gz");
            if (Files.isRegularFile(plain)) {
                files.put(name, file(plain));
                if (Files.isRegularFile(zipped)) {
                    tally.note(zipped.getFileName() + " is not read: " + plain.getFileName() + " is there");
                }
            } else if (Files.isRegularFile(zipped)) {
                files.put(name, file(zipped));
            }
        }
        if (files.isEmpty()) {
            throw new ImportException("no " + format + " file in " + folder + ": expected any of "
                    + String.join(", ", names) + ", plain or .gz");
        }
        this.totalBytes = files.values().stream().mapToLong(InputFile::size).sum();
    }

    /**
     * Gives the rows of the file, if it is there.
     *
     * @return whether it is there and was read to its end
     */
    boolean read(String name, List<String> required, Consumer<Row> rows) throws ImportException {
        return use(name, (file, input) -> new CsvTable(file, input, missing, tally).forEach(required, rows));
    }

    /** Gives the objects of the JSON file as rows, if it is there. */
    void readJson(String name, Consumer<Row> rows) throws ImportException {
        use(name, (file, input) -> {
            new JsonRows(file, input, tally).forEach(rows);
            return true;
        });
    }

    /** Gives the objects of the file with one JSON object a line, if it is there. */
    void readLines(String name, JsonLines.Use lines) throws ImportException {
        use(name, (file, input) -> {
            new JsonLines(file, input, tally).forEach(lines);
            return true;
        });
    }

    /** Reads the text of one file. */
    @FunctionalInterface
    private interface Use {
        boolean read(String file, TextInput input) throws IOException;
    }

    private boolean use(String name, Use use) throws ImportException {
        InputFile file = files.get(name);
        if (file == null) {
            return false;
        }
        digest.update((file.name() + "\n").getBytes(StandardCharsets.UTF_8));
        try (TextInput input = file.open(digest, this::advance)) {
            return use.read(file.name(), input);
        } catch (AccessDeniedException e) {
            throw new ImportException("no permission to read " + file.path(), e);
        } catch (IOException e) {
            throw new ImportException("cannot read " + file.path() + ": " + e.getMessage(), e);
        }
    }

    /** The hash of all that was read so far, 64 hexadecimal digits; ends the hashing. */
    String fingerprint() {
        return Hash.hex(digest.digest());
    }

    private void advance(long bytes) {
        bytesRead += bytes;
        progress.progress("reading bytes", bytesRead, totalBytes);
    }

    private static InputFile file(Path path) throws ImportException {
        try {
            return new InputFile(path, Files.size(path));
        } catch (IOException e) {
            throw new ImportException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }
}
