package io.cohortroi.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import io.cohortroi.runtime.topics.TopicCatalog;
import io.cohortroi.runtime.topics.TopicSpec;
import java.io.IOException;
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
        if (value != null && spec(topic).keyTemplate() != null) {
            assertThat(new String(key, StandardCharsets.UTF_8))
                    .as("key of %s", topic)
                    .isEqualTo(keyOf(topic, value));
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
        if (spec.name().equals("dead-letters")) {
            return List.of();
        }
        List<String> broken = new ArrayList<>();
        schemaViolations(spec.schema(), new String(value, StandardCharsets.UTF_8))
                .forEach(violation -> broken.add(violation.toString()));
        if (broken.isEmpty() && !spec.keyDescription().equals("as read")) {
            broken.addAll(oddScalars(value));
            broken.addAll(misplacedLeadingFields(spec.leadingFields(), value));
        }
        return broken;
    }

    /**
     * A rule of a schema that a value breaks.
     *
     * @param rules the schema keywords on the way to it, such as {@code allOf/0/then/required}
     * @param place in the value, such as {@code traits.domain_affinity}; {@code root} for the whole of it
     */
    public record Violation(String rules, String place, String message) {
        @Override
        public String toString() {
            return rules + " at " + place + ": " + message;
        }
    }

    public static List<Violation> schemaViolations(String schemaResource, String json) {
        return REGISTRY
                .getSchema(SchemaLocation.of("classpath:" + schemaResource))
                .validate(json, InputFormat.JSON)
                .stream()
                .map(TopicContract::violation)
                .toList();
    }

    private static Violation violation(Error error) {
        List<String> place = parts(error.getInstanceLocation());
        if (error.getProperty() != null) {
            place.add(error.getProperty());
        }
        return new Violation(
                String.join("/", parts(error.getEvaluationPath())),
                place.isEmpty() ? "root" : String.join(".", place),
                error.getMessage());
    }

    private static List<String> parts(NodePath path) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < path.getNameCount(); i++) {
            parts.add(path.getElement(i).toString());
        }
        return parts;
    }

    /**
     * The key that a value must have; a version that is left out is 1.
     *
     * @throws IllegalArgumentException where the key does not follow from the value
     */
    public static String keyOf(String topic, byte[] value) {
        String template = spec(topic).keyTemplate();
        if (template == null) {
            throw new IllegalArgumentException("the key of " + topic + " does not follow from its value");
        }
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

    private static List<String> misplacedLeadingFields(List<String> wanted, byte[] value) {
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

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
