package io.cohortroi.runtime.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a record in a JSON object: as text where they are UTF-8, else in base64 under the name with {@code _base64}
 * behind it. Nothing of the original is lost.
 */
final class OriginalBytes {
    private static final String ENCODED = "_base64";

    private OriginalBytes() {}

    static void put(ObjectNode node, String name, byte[] bytes) {
        try {
            node.put(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            node.put(name + ENCODED, Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** Null where the object has none of that name. */
    static byte @Nullable [] get(JsonNode node, String name) throws IOException {
        if (node.path(name).isTextual()) {
            return node.get(name).asText().getBytes(StandardCharsets.UTF_8);
        }
        JsonNode encoded = node.path(name + ENCODED);
        return encoded.isTextual() ? encoded.binaryValue() : null;
    }
}
