package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes every rejection to a file, one JSON object a line; to nowhere where no file is given. */
public final class RejectionLog implements Consumer<Rejection>, AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Writer out;

    private RejectionLog(Writer out) {
        this.out = out;
    }

    /** @throws ImportException where the file cannot be written */
    public static RejectionLog to(@Nullable Path file) throws ImportException {
        try {
            return new RejectionLog(
                    file == null ? Writer.nullWriter() : Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ImportException("cannot write " + file + ": " + e, e);
        }
    }

    @Override
    public void accept(Rejection rejection) {
        try {
            out.write(json(rejection) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the file of rejections cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws ImportException {
        try {
            out.close();
        } catch (IOException e) {
            throw new ImportException("the file of rejections cannot be written: " + e.getMessage(), e);
        }
    }

    private static String json(Rejection rejection) throws JsonProcessingException {
        return JSON.writeValueAsString(rejection);
    }
}
