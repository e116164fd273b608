package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * One field of a value as columns of a CSV file: it knows its columns, and moves their content into the value. What
 * breaks the contract makes the row unsound.
 */
interface CsvField {
    String GROUP = ".";

    /** The columns it is read from; a column that ends with {@code .} stands for all that begin so. */
    List<String> columns();

    /** Whether a file without its column cannot be used. */
    default boolean isRequired() {
        return false;
    }

    void write(Row row, JsonGenerator json) throws IOException;

    /** Moves the content of one column, which is not blank. */
    @FunctionalInterface
    interface Cell {
        void write(Row row, String column, JsonGenerator json) throws IOException;
    }

    static Plain required(String name, Cell cell) {
        return new Plain(name, name, true, cell);
    }

    static Plain optional(String name, Cell cell) {
        return new Plain(name, name, false, cell);
    }

    /** An object whose fields are the columns {@code name.field}; left out where all of them are blank. */
    static CsvField group(String name, Plain... fields) {
        return new Group(
                name,
                Arrays.stream(fields)
                        .map(field -> new Plain(name + GROUP + field.name, field.name, field.isRequired, field.cell))
                        .toList());
    }

    /** An object whose fields are all columns that begin with {@code name.}: {@code attributes.department}. */
    static CsvField anyOf(String name, Cell cell) {
        return new Any(name, cell);
    }

    static Cell text(int longest) {
        return (row, column, json) -> json.writeString(row.text(column, longest));
    }

    static Cell oneOf(String... allowed) {
        return (row, column, json) -> json.writeString(row.oneOf(column, allowed));
    }

    static Cell whole(int least, int most) {
        return (row, column, json) -> json.writeNumber(row.whole(column, least, most));
    }

    static Cell decimal(long least, long most) {
        BigDecimal from = BigDecimal.valueOf(least);
        BigDecimal to = BigDecimal.valueOf(most);
        return (row, column, json) ->
                json.writeNumber(row.decimal(column, from, to).stripTrailingZeros());
    }

    static Cell flag() {
        return (row, column, json) ->
                json.writeBoolean(row.oneOf(column, "true", "false").equals("true"));
    }

    static Cell instant() {
        return (row, column, json) -> json.writeString(row.instant(column).toString());
    }

    /** Several values in one cell, separated by semicolons. */
    static Cell list(int longest) {
        return (row, column, json) -> {
            json.writeStartArray();
            for (String item : row.text(column).split(";", -1)) {
                if (item.isBlank() || item.length() > longest) {
                    row.reject(column + " is a list separated by semicolons", row.text(column));
                }
                json.writeString(item.strip());
            }
            json.writeEndArray();
        };
    }

    /** @param name the field's name in its object */
    record Plain(String column, String name, boolean isRequired, Cell cell) implements CsvField {
        @Override
        public List<String> columns() {
            return List.of(column);
        }

        @Override
        public void write(Row row, JsonGenerator json) throws IOException {
            if (!row.isBlank(column)) {
                json.writeFieldName(name);
                cell.write(row, column, json);
            } else if (isRequired) {
                row.required(column);
            }
        }
    }

    /** Fields of an inner object. */
    record Group(String name, List<Plain> fields) implements CsvField {
        @Override
        public List<String> columns() {
            return fields.stream().flatMap(field -> field.columns().stream()).toList();
        }

        @Override
        public void write(Row row, JsonGenerator json) throws IOException {
            if (columns().stream().allMatch(row::isBlank)) {
                return;
            }
            json.writeObjectFieldStart(name);
            for (Plain field : fields) {
                field.write(row, json);
            }
            json.writeEndObject();
        }
    }

    /** Fields of an inner object that the file chooses. */
    record Any(String name, Cell cell) implements CsvField {
        @Override
        public List<String> columns() {
            return List.of(name + GROUP);
        }

        @Override
        public void write(Row row, JsonGenerator json) throws IOException {
            List<String> given = row.columns().stream()
                    .filter(column -> column.startsWith(name + GROUP) && !row.isBlank(column))
                    .sorted()
                    .toList();
            json.writeObjectFieldStart(name);
            for (String column : given) {
                json.writeFieldName(column.substring(name.length() + 1));
                cell.write(row, column, json);
            }
            json.writeEndObject();
        }
    }
}
