package io.cohortroi.topology.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cohortroi.domain.roi.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object in the manner of the public topics: numbers without exponent or trailing zeros, times in UTC
 * with Z, fields in the order they are written.
 */
final class JsonOut {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int DECIMALS = 12;

    private final JsonGenerator generator;

    private JsonOut(JsonGenerator generator) {
        this.generator = generator;
    }

    interface Body {
        void write(JsonOut out) throws IOException;
    }

    static byte[] object(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(768);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.writeStartObject();
            body.write(new JsonOut(generator));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    JsonOut text(String name, @Nullable String value) throws IOException {
        generator.writeStringField(name, value);
        return this;
    }

    JsonOut number(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
        return this;
    }

    JsonOut number(String name, @Nullable BigDecimal value) throws IOException {
        generator.writeFieldName(name);
        if (value == null) {
            generator.writeNull();
        } else {
            generator.writeNumber(plain(value));
        }
        return this;
    }

    /** Half-up to 12 decimals; null where it is not a number. */
    JsonOut number(String name, double value) throws IOException {
        boolean finite = !Double.isNaN(value) && !Double.isInfinite(value);
        return number(name, finite ? BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP) : null);
    }

    JsonOut flag(String name, boolean value) throws IOException {
        generator.writeBooleanField(name, value);
        return this;
    }

    JsonOut time(String name, @Nullable Instant value) throws IOException {
        return text(name, value == null ? null : value.toString());
    }

    JsonOut place(String name, @Nullable Place place) throws IOException {
        if (place == null) {
            generator.writeNullField(name);
            return this;
        }
        return nested(name, out -> out.placeFields(place));
    }

    JsonOut places(String name, Iterable<Place> places) throws IOException {
        return all(name, places, JsonOut::placeFields);
    }

    private void placeFields(Place place) throws IOException {
        text("topic", place.topic()).number("partition", place.partition()).number("offset", place.offset());
    }

    JsonOut nested(String name, Body body) throws IOException {
        generator.writeObjectFieldStart(name);
        body.write(this);
        generator.writeEndObject();
        return this;
    }

    JsonOut nothing(String name) throws IOException {
        generator.writeNullField(name);
        return this;
    }

    interface Element<T> {
        void write(JsonOut out, T value) throws IOException;
    }

    <T> JsonOut all(String name, Iterable<T> values, Element<T> element) throws IOException {
        generator.writeArrayFieldStart(name);
        for (T value : values) {
            generator.writeStartObject();
            element.write(this, value);
            generator.writeEndObject();
        }
        generator.writeEndArray();
        return this;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
