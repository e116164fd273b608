package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A JSON file of objects, in an array or one after the other, read as the rows of a table, so that the same rules hold
 * for both: a list is a text separated by semicolons, {@code thresholds} its fields with a dot, a {@code rule} its JSON.
 */
final class JsonRows {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String file;
    private final TextInput input;
    private final ImportTally tally;

    JsonRows(String file, TextInput input, ImportTally tally) {
        this.file = file;
        this.input = input;
        this.tally = tally;
    }

    /** Gives every object as a row; what is no JSON ends the file with a rejection at its line. */
    void forEach(Consumer<Row> rows) throws IOException {
        long number = 0;
        long line = 1;
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(input)) {
            while (values.hasNextValue()) {
                line = values.getCurrentLocation().getLineNr();
                tally.read(file);
                number++;
                JsonNode value = values.nextValue();
                if (value instanceof ObjectNode object) {
                    rows.accept(row(object, line, number));
                } else {
                    tally.reject(new Rejection(file, line, "an element is a JSON object", value.toString()));
                }
            }
            if (number == 0) {
                tally.reject(new Rejection(file, 1, "a file has at least one JSON object", ""));
            }
        } catch (JsonProcessingException e) {
            long place = e.getLocation() == null ? line : e.getLocation().getLineNr();
            tally.reject(new Rejection(file, place, "the file is JSON", e.getOriginalMessage()));
        } catch (NumberFormatException e) {
            tally.reject(new Rejection(file, line, "the file is JSON, its numbers within bounds", ""));
        }
        if (input.damage() != null) {
            tally.reject(new Rejection(file, line, input.damage(), ""));
        }
    }

    private Row row(ObjectNode object, long line, long number) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isObject() && !field.getKey().equals("rule")) {
                value.properties().forEach(inner -> {
                    columns.put(field.getKey() + CsvField.GROUP + inner.getKey(), fields.size());
                    fields.add(text(inner.getValue()));
                });
            } else {
                columns.put(field.getKey(), fields.size());
                fields.add(text(value));
            }
        }
        return new Row(file, line, number, columns, fields, "", tally);
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonRows::text)
                    .collect(Collectors.joining(";"));
        }
        return value.isNull() ? "" : value.isObject() ? value.toString() : value.asText();
    }
}
