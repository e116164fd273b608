package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.Secret;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.query.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The receivers of a deployment, as one JSON document:
 *
 * <pre>{@code
 * {"receivers": [
 *   {"name": "on-call", "url_file": "/run/secrets/on-call-url", "severities": ["critical"]},
 *   {"name": "chat", "url": "https://chat.example/hooks", "bearer_token_file": "chat-token",
 *    "rules": ["roi_variance", "trend_degrading"], "timeout_ms": 5000}
 * ]}
 * }</pre>
 *
 * <p>Secrets stand in files of their own; relative names start at the folder of the document.
 */
public final class ReceiversFile {
    private static final Set<String> KNOWN =
            Set.of("name", "url", "url_file", "bearer_token_file", "rules", "severities", "subjects", "timeout_ms");
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Path file;

    private ReceiversFile(Path file) {
        this.file = file;
    }

    /** @throws SettingsException with a sentence that names the file and the rule, never a secret */
    public static List<Receiver> read(Path file) {
        return new ReceiversFile(file).read();
    }

    private List<Receiver> read() {
        ObjectNode document;
        try {
            document = Json.parseObject(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new SettingsException("The receivers file " + file + " cannot be read as a JSON object.", e);
        }
        if (!document.path("receivers").isArray()) {
            throw bad("it needs a list \"receivers\"");
        }
        List<Receiver> receivers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode node : document.path("receivers")) {
            Receiver receiver = receiver(node);
            if (!names.add(receiver.name())) {
                throw bad("two receivers are named " + receiver.name());
            }
            receivers.add(receiver);
        }
        return receivers;
    }

    private Receiver receiver(JsonNode node) {
        String name = node.path("name").asText();
        node.fieldNames().forEachRemaining(field -> {
            if (!KNOWN.contains(field)) {
                throw bad("receiver " + name + " has an unknown field " + field);
            }
        });
        if (node.has("url") == node.has("url_file")) {
            throw bad("receiver " + name + " needs either url or url_file");
        }
        Secret url = node.has("url")
                ? new Secret(node.path("url").asText())
                : secret(node.path("url_file").asText());
        Optional<Secret> token = node.has("bearer_token_file")
                ? Optional.of(secret(node.path("bearer_token_file").asText()))
                : Optional.empty();
        try {
            return new Receiver(
                    name,
                    url,
                    token,
                    texts(node, "rules"),
                    texts(node, "severities"),
                    texts(node, "subjects"),
                    node.has("timeout_ms")
                            ? Duration.ofMillis(node.path("timeout_ms").asLong())
                            : TIMEOUT);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("The receivers file " + file + " is wrong: " + e.getMessage() + ".", e);
        }
    }

    private Secret secret(String name) {
        try {
            String text = Files.readString(file.resolveSibling(name), StandardCharsets.UTF_8)
                    .strip();
            return new Secret(text);
        } catch (IOException | InvalidPathException e) {
            throw new SettingsException("The receivers file " + file + " names " + name + ", which cannot be read.", e);
        }
    }

    private Set<String> texts(JsonNode node, String field) {
        if (node.has(field) && !node.path(field).isArray()) {
            throw bad(field + " of receiver " + node.path("name").asText() + " must be a list");
        }
        Set<String> texts = new HashSet<>();
        node.path(field).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private SettingsException bad(String rule) {
        return new SettingsException("The receivers file " + file + " is wrong: " + rule + ".");
    }
}
