package io.cohortroi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Holds records against the public contract: the JSON Schema of their topic, and what no schema can say. */
public final class TopicContract {
    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                    .formatAssertionsEnabled(true)
                    .locale(Locale.ENGLISH)
                    .build()));
    private static final Map<String, TopicSpec> TOPICS = TopicCatalog.load().topics().stream()
            .collect(Collectors.toUnmodifiableMap(TopicSpec::name, Function.identity()));

    private static final Pattern PLAIN_NUMBER = Pattern.compile("0|-?(0|[1-9][0-9]*)\\.[0-9]*[1-9]|-?[1-9][0-9]*");
    private static final Pattern OFFSET_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d.*[+-]\\d\\d:\\d\\d");
    private static final Pattern FIELD = Pattern.compile("\\{([a-z_]+)}");

    private TopicContract() {}

    /**
     * The value conforms: valid by schema, numbers without exponent and without trailing zeros, times in UTC with Z, the
     * leading fields in their order. A null value is a tombstone and fine; what a topic carries as read is only held
     * against its schema.
     *
     * @param topic without prefix
     */
    public static void assertConforms(String topic, byte @Nullable [] value) {
        if (value != null) {
            assertThat(violations(topic, value))
                    .as("%s: %s", topic, new String(value, StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }

    /** As {@link #assertConforms(String, byte[])}, and the key is the one that belongs to the value. */
    public static void assertConforms(String topic, byte[] key, byte @Nullable [] value) {
        assertConforms(topic, value);
        String template = spec(topic).keyTemplate();
        if (value != null && template != null) {
            assertThat(new String(key, StandardCharsets.UTF_8))
                    .as("key of %s", topic)
                    .isEqualTo(keyOf(template, value));
        }
    }

    /** The headers of a record on a topic whose contract names headers. */
    public static void assertHeadersConform(String topic, Iterable<Header> headers) {
        String schema = spec(topic).headersSchema();
        if (schema == null) {
            throw new IllegalArgumentException("the contract says nothing of headers on " + topic);
        }
        Map<String, String> texts = new TreeMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(schemaViolations(schema, JSON.valueToTree(texts).toString()))
                .as("headers on %s: %s", topic, texts)
                .isEmpty();
    }

    /** What {@link #assertConforms(String, byte[])} would complain of. */
    public static List<String> violations(String topic, byte[] value) {
        TopicSpec spec = spec(topic);
        JsonNode schema = schemaDocument(spec.schema());
        if (schema.has("x-media-type")) {
            return List.of();
        }
        List<String> broken =
                new ArrayList<>(schemaViolations(spec.schema(), new String(value, StandardCharsets.UTF_8)));
        if (broken.isEmpty() && !spec.keyDescription().equals("as read")) {
            broken.addAll(oddScalars(value));
            broken.addAll(misplacedLeadingFields(schema, value));
        }
        return broken;
    }

    /** Each violation as {@code keyword at /place: message}. */
    public static List<String> schemaViolations(String schemaResource, String json) {
        return REGISTRY
                .getSchema(SchemaLocation.of("classpath:" + schemaResource))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(error -> error.getKeyword() + " at " + error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** The key that a value must have by its topic's template; a version that is left out is 1. */
    static String keyOf(String template, byte[] value) {
        JsonNode fields = read(value);
        return FIELD.matcher(template).replaceAll(match -> {
            JsonNode field = fields.path(match.group(1));
            return field.isMissingNode() && match.group(1).equals("version") ? "1" : field.asText();
        });
    }

    private static List<String> oddScalars(byte[] value) {
        List<String> odd = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(value)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                String text = parser.getText();
                if (token.isNumeric() && !PLAIN_NUMBER.matcher(text).matches()) {
                    odd.add("number with exponent or trailing zeros at " + parser.currentName() + ": " + text);
                }
                if (token == JsonToken.VALUE_STRING && OFFSET_TIME.matcher(text).matches()) {
                    odd.add("time that is not UTC with Z at " + parser.currentName() + ": " + text);
                }
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
        return odd;
    }

    private static List<String> misplacedLeadingFields(JsonNode schema, byte[] value) {
        List<String> wanted = new ArrayList<>();
        schema.path("x-leading-fields").forEach(field -> wanted.add(field.asText()));
        List<String> leading = read(value)
                .propertyStream()
                .map(Map.Entry::getKey)
                .limit(wanted.size())
                .toList();
        return leading.equals(wanted) ? List.of() : List.of("leading fields must be " + wanted + ", are " + leading);
    }

    private static TopicSpec spec(String topic) {
        TopicSpec spec = TOPICS.get(topic);
        if (spec == null) {
            throw new IllegalArgumentException("the contract has no topic " + topic + "; it has " + TOPICS.keySet());
        }
        return spec;
    }

    private static JsonNode schemaDocument(String resource) {
        try (InputStream document = TopicContract.class.getClassLoader().getResourceAsStream(resource)) {
            return JSON.readTree(document);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
