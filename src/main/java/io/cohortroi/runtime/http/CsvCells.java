package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/**
 * Cells of a CSV file that a spreadsheet opens: a text that a spreadsheet would take for a formula gets an apostrophe in
 * front, so {@code =HYPERLINK(...)} becomes {@code '=HYPERLINK(...)}; numbers stay numbers, {@code -7.84} included.
 */
final class CsvCells {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private CsvCells() {}

    /** Null and missing are empty; objects and lists are their JSON. */
    static String of(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isNumber()) {
            return value.decimalValue().toPlainString();
        }
        return safe(value.isValueNode() ? value.asText() : value.toString());
    }

    static String safe(String text) {
        if (text.isEmpty()
                || "=+-@\t\r".indexOf(text.charAt(0)) < 0
                || NUMBER.matcher(text).matches()) {
            return text;
        }
        return "'" + text;
    }
}
