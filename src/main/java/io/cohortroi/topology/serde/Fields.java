package io.cohortroi.topology.serde;

import com.fasterxml.jackson.databind.JsonNode;
import io.cohortroi.domain.stage.Rejection;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, read by rule. A missing required field, a wrong type or a value out of range is an
 * {@link InvalidValueException} that names the field and the rule, never the value of a learner's field. A null is as
 * good as absent.
 */
final class Fields {
    private static final int MAX_ID = 256;
    private static final BigDecimal MAX_AMOUNT = new BigDecimal("1000000000000");
    private static final int MAX_SCALE = 64;
    /** All months of a workflow stand in one record, which has to fit. */
    private static final int FIRST_PERIOD_YEAR = 1900;

    private static final int LAST_PERIOD_YEAR = 2099;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final JsonNode node;
    private final String path;

    Fields(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    boolean has(String name) {
        return get(name) != null;
    }

    private @Nullable JsonNode get(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private JsonNode require(String name) throws InvalidValueException {
        JsonNode value = get(name);
        if (value == null) {
            throw invalid(name, "is required");
        }
        return value;
    }

    InvalidValueException invalid(String name, String rule) {
        return new InvalidValueException(Rejection.Code.INVALID, path + name + " " + rule);
    }

    /** 1 to 256 characters, none of them a control character. */
    String id(String name) throws InvalidValueException {
        String value = text(name, require(name));
        if (value.isEmpty() || value.length() > MAX_ID || value.chars().anyMatch(Character::isISOControl)) {
            throw invalid(name, "has 1 to 256 characters, none of them a control character");
        }
        return value;
    }

    @Nullable
    String optionalId(String name) throws InvalidValueException {
        return has(name) ? id(name) : null;
    }

    String cohortId(String name) throws InvalidValueException {
        String value = text(name, require(name));
        if (!isCohortId(value)) {
            throw invalid(name, "has 1 to 128 letters, digits, dots, underscores and hyphens");
        }
        return value;
    }

    @Nullable
    String optionalCohortId(String name) throws InvalidValueException {
        return has(name) ? cohortId(name) : null;
    }

    private static boolean isCohortId(String value) {
        Predicate<Integer> plain = c -> (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
        return !value.isEmpty()
                && value.length() <= 128
                && value.chars().boxed().allMatch(plain);
    }

    /** At most 1,024 characters. */
    String text(String name) throws InvalidValueException {
        String value = text(name, require(name));
        if (value.length() > 1024) {
            throw invalid(name, "has at most 1024 characters");
        }
        return value;
    }

    private String text(String name, JsonNode value) throws InvalidValueException {
        if (!value.isTextual()) {
            throw invalid(name, "is a string");
        }
        return value.textValue();
    }

    /** A constant of an enum by its lower-case name. */
    <E extends Enum<E>> E constant(String name, E[] constants) throws InvalidValueException {
        String value = text(name, require(name));
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            String text = constant.name().toLowerCase(java.util.Locale.ROOT);
            if (text.equals(value)) {
                return constant;
            }
            names.add(text);
        }
        throw invalid(name, "is one of " + String.join(", ", names));
    }

    boolean flag(String name) throws InvalidValueException {
        JsonNode value = require(name);
        if (!value.isBoolean()) {
            throw invalid(name, "is true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    Boolean optionalFlag(String name) throws InvalidValueException {
        return has(name) ? flag(name) : null;
    }

    /** A calendar month, such as 2025-10. */
    YearMonth month(String name) throws InvalidValueException {
        String value = text(name, require(name));
        try {
            if (value.length() == 7) {
                YearMonth month = YearMonth.parse(value);
                if (month.getYear() < FIRST_PERIOD_YEAR || month.getYear() > LAST_PERIOD_YEAR) {
                    throw invalid(name, "lies between the years 1900 and 2099");
                }
                return month;
            }
        } catch (DateTimeException e) {
            // Said below, with the same words as every other text that is none.
        }
        throw invalid(name, "is a month as YYYY-MM");
    }

    /** ISO-8601 with offset. */
    Instant time(String name) throws InvalidValueException {
        String value = text(name, require(name));
        try {
            Instant time = value.endsWith("Z")
                    ? Instant.parse(value)
                    : OffsetDateTime.parse(value).toInstant();
            if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
                throw invalid(name, "lies between the years 1900 and 9998");
            }
            return time;
        } catch (DateTimeException e) {
            throw invalid(name, "is an ISO-8601 timestamp with offset");
        }
    }

    Instant time(String name, Instant otherwise) throws InvalidValueException {
        return has(name) ? time(name) : otherwise;
    }

    BigDecimal number(String name, BigDecimal least, BigDecimal most) throws InvalidValueException {
        JsonNode value = require(name);
        if (!value.isNumber()) {
            throw invalid(name, "is a number");
        }
        BigDecimal number = value.decimalValue();
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw invalid(name, "has at most " + MAX_SCALE + " decimals");
        }
        if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            throw invalid(name, "lies in " + least.toPlainString() + ".." + most.toPlainString());
        }
        return number;
    }

    @Nullable
    BigDecimal optionalNumber(String name, BigDecimal least, BigDecimal most) throws InvalidValueException {
        return has(name) ? number(name, least, most) : null;
    }

    BigDecimal ratio(String name) throws InvalidValueException {
        return number(name, BigDecimal.ZERO, BigDecimal.ONE);
    }

    @Nullable
    BigDecimal optionalRatio(String name) throws InvalidValueException {
        return has(name) ? ratio(name) : null;
    }

    @Nullable
    Double optionalScore(String name) throws InvalidValueException {
        return has(name) ? (Double) ratio(name).doubleValue() : null;
    }

    BigDecimal amount(String name) throws InvalidValueException {
        return number(name, BigDecimal.ZERO, MAX_AMOUNT);
    }

    @Nullable
    BigDecimal optionalAmount(String name) throws InvalidValueException {
        return has(name) ? amount(name) : null;
    }

    long whole(String name, long least, long most) throws InvalidValueException {
        BigDecimal number = number(name, BigDecimal.valueOf(least), BigDecimal.valueOf(most));
        if (number.stripTrailingZeros().scale() > 0) {
            throw invalid(name, "is a whole number");
        }
        return number.longValue();
    }

    long whole(String name, long least, long most, long otherwise) throws InvalidValueException {
        return has(name) ? whole(name, least, most) : otherwise;
    }

    @Nullable
    Long optionalWhole(String name, long least, long most) throws InvalidValueException {
        return has(name) ? (Long) whole(name, least, most) : null;
    }

    /** Strings; an absent array is an empty one. */
    List<String> ids(String name) throws InvalidValueException {
        JsonNode value = get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(name, "is an array of strings");
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode element : value) {
            String id = text(name, element);
            if (id.isEmpty() || id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
                throw invalid(name, "holds strings of 1 to 256 characters, none of them a control character");
            }
            ids.add(id);
        }
        return ids;
    }

    /** String values by name; an absent object is an empty one. */
    SortedMap<String, String> strings(String name) throws InvalidValueException {
        SortedMap<String, String> strings = new TreeMap<>();
        JsonNode value = get(name);
        if (value == null) {
            return strings;
        }
        if (!value.isObject()) {
            throw invalid(name, "is an object of strings");
        }
        for (var property : value.properties()) {
            if (!property.getValue().isTextual()
                    || property.getValue().textValue().length() > 1024) {
                throw invalid(name, "is an object of strings of at most 1024 characters");
            }
            strings.put(property.getKey(), property.getValue().textValue());
        }
        return strings;
    }

    @Nullable
    Fields object(String name) throws InvalidValueException {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isObject()) {
            throw invalid(name, "is an object");
        }
        return new Fields(value, path + name + ".");
    }

    /** The objects of a non-empty array. */
    List<Fields> objects(String name) throws InvalidValueException {
        JsonNode value = require(name);
        if (!value.isArray() || value.isEmpty()) {
            throw invalid(name, "is a non-empty array");
        }
        List<Fields> objects = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isObject()) {
                throw invalid(name, "is an array of objects");
            }
            objects.add(new Fields(element, path + name + "[]."));
        }
        return objects;
    }
}
