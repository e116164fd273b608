package io.cohortroi.runtime.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** Topics that the program sends to, or receives from. */
    static Set<String> channelsThatAre(String action) {
        return read().path("operations")
                .valueStream()
                .filter(operation -> operation.path("action").asText().equals(action))
                .map(operation -> operation.at("/channel/$ref").asText().replace("#/channels/", ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The contract with these topics only. */
    static TopicCatalog catalogOf(String... topics) {
        ObjectNode document = (ObjectNode) read();
        ((ObjectNode) document.path("channels")).retain(topics);
        return TopicCatalog.of(document);
    }
}
