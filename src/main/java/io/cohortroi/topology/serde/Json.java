package io.cohortroi.topology.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.domain.stage.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as this program accepts it: bounded in size (256 KiB), depth (32), strings (64 KiB), numbers (64 digits) and names
 * (256 characters), without repeated keys, trailing content or NaN.
 */
final class Json {
    static final int MAX_DOCUMENT_BYTES = 256 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MAX_DOCUMENT_BYTES)
                            .maxNestingDepth(32)
                            .maxStringLength(64 * 1024)
                            .maxNumberLength(64)
                            .maxNameLength(256)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** The object in those bytes. */
    static Fields object(byte[] bytes) throws InvalidValueException {
        if (bytes.length > MAX_DOCUMENT_BYTES) {
            throw new InvalidValueException(
                    Rejection.Code.OVERSIZE,
                    "a value has at most " + MAX_DOCUMENT_BYTES + " bytes, found " + bytes.length);
        }
        JsonNode node = parse(bytes);
        if (!node.isObject()) {
            throw new InvalidValueException(
                    Rejection.Code.MALFORMED, "a value is a JSON object, found " + node.getNodeType());
        }
        return new Fields(node, "");
    }

    private static JsonNode parse(byte[] bytes) throws InvalidValueException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            JsonNode node = MAPPER.readTree(text);
            if (text.contains("\\u") && !StandardCharsets.UTF_8.newEncoder().canEncode(node.toString())) {
                // Kept as UTF-8 it would become a question mark, and two ids would become one.
                throw new InvalidValueException(
                        Rejection.Code.MALFORMED, "a value is text, an escape in it is half a surrogate pair");
            }
            return node;
        } catch (CharacterCodingException e) {
            throw new InvalidValueException(Rejection.Code.MALFORMED, "a value is UTF-8");
        } catch (NumberFormatException e) {
            // The parser lets an exponent of more than ten digits through to BigDecimal.
            throw new InvalidValueException(
                    Rejection.Code.MALFORMED, "a value is well-formed JSON within bounds, a number is beyond them");
        } catch (JsonProcessingException e) {
            // The parser's own message may quote the input, which may hold personal data.
            long where = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
            throw new InvalidValueException(
                    Rejection.Code.MALFORMED,
                    "a value is well-formed JSON within bounds, broken at character " + where);
        }
    }
}
