package io.cohortroi.runtime.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The document itself, for what the catalogue does not read of it. */
final class AsyncApiDocument {
    private AsyncApiDocument() {}

    static JsonNode read() {
        try {
            return new YAMLMapper().readTree(Path.of("topics/asyncapi.yaml").toFile());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
