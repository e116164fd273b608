package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** One page of a long list: {@code limit}, {@code offset} and {@code sort} as asked, total and next offset as answered. */
record Page(int limit, int offset) {
    private static final int DEFAULT_LIMIT = 100;

    static Page of(QueryParameters query) {
        return new Page(
                query.integer("limit", DEFAULT_LIMIT, 1, QueryParameters.MAX_LIMIT),
                query.integer("offset", 0, 0, Integer.MAX_VALUE));
    }

    /** Puts the rows of this page under the name, with {@code total} and {@code next_offset} (null on the last page). */
    <T extends JsonNode> void put(ObjectNode answer, String name, List<T> rows) {
        put(answer, name, rows, row -> row);
    }

    /** As above; only the rows of this page are rendered. */
    <T> void put(ObjectNode answer, String name, List<T> rows, Function<T, JsonNode> render) {
        int from = Math.min(offset, rows.size());
        int to = (int) Math.min((long) from + limit, rows.size());
        answer.put("total", rows.size());
        answer.put("next_offset", to < rows.size() ? Integer.valueOf(to) : null);
        ArrayNode page = answer.putArray(name);
        rows.subList(from, to).forEach(row -> page.add(render.apply(row)));
    }

    /**
     * The order asked for: a field name, or {@code -} and a field name for the largest first. Numbers compare as numbers,
     * texts as texts, and what has no value stands last either way.
     */
    static <T extends JsonNode> Comparator<T> order(String sort) {
        boolean descending = sort.startsWith("-");
        String field = descending ? sort.substring(1) : sort;
        Comparator<JsonNode> byValue = Page::compareValues;
        return Comparator.comparing(
                (T row) -> row.path(field),
                Comparator.comparing((JsonNode value) -> value.isNull() || value.isMissingNode())
                        .thenComparing(descending ? byValue.reversed() : byValue));
    }

    private static int compareValues(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            BigDecimal number = left.decimalValue();
            return number.compareTo(right.decimalValue());
        }
        return left.asText().compareTo(right.asText());
    }
}
