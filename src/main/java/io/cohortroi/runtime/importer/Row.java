package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One data row whose fields are read by column name. The first field that breaks its rule makes the row unsound and is
 * reported once; what is read after that is a harmless default. A caller reads all it needs, then asks {@link
 * #isSound()} before using any of it.
 */
final class Row {
    private static final int LONGEST_NUMBER = 32;

    private static final Pattern COHORT_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final String file;
    private final long line;
    private final long number;
    private final Map<String, Integer> columns;
    private final List<String> fields;
    private final String missing;
    private final ImportTally tally;
    private boolean sound = true;

    Row(
            String file,
            long line,
            long number,
            Map<String, Integer> columns,
            List<String> fields,
            String missing,
            ImportTally tally) {
        this.file = file;
        this.line = line;
        this.number = number;
        this.columns = columns;
        this.fields = fields;
        this.missing = missing;
        this.tally = tally;
    }

    /** The data row's number, from 1; rejected rows count too. */
    long number() {
        return number;
    }

    boolean isSound() {
        return sound;
    }

    /** The field without surrounding white space; empty where it is blank, marked as missing, or not in the file. */
    String text(String column) {
        Integer index = columns.get(column);
        String value = index == null ? "" : fields.get(index).strip();
        return value.equals(missing) ? "" : value;
    }

    boolean isBlank(String column) {
        return text(column).isEmpty();
    }

    /** The names of all columns of the file. */
    Set<String> columns() {
        return columns.keySet();
    }

    /** A text of 1 to {@code longest} characters, none of them a control character; as it is where it breaks that. */
    String text(String column, int longest) {
        String value = text(column);
        if (value.isEmpty() || value.length() > longest || value.chars().anyMatch(Character::isISOControl)) {
            reject(column + " is a text of 1 to " + longest + " characters", value);
        }
        return value;
    }

    /** Letters, digits, dots, underscores and hyphens, at most 128 of them. */
    String cohortId(String column) {
        String value = text(column);
        if (!COHORT_ID.matcher(value).matches()) {
            reject(column + " is 1 to 128 letters, digits, dots, underscores and hyphens", value);
        }
        return value;
    }

    /** ISO 4217: {@code EUR}. */
    String currency(String column) {
        String value = text(column);
        if (!CURRENCY.matcher(value).matches()) {
            reject(column + " is three capital letters, such as EUR", value);
        }
        return value;
    }

    String oneOf(String column, String... allowed) {
        String value = text(column);
        if (!List.of(allowed).contains(value)) {
            reject(column + " is one of " + String.join(", ", allowed), value);
        }
        return value;
    }

    /** ISO-8601 with offset, in the years 1 to 9999; the epoch where it is none. */
    Instant instant(String column) {
        String value = text(column);
        try {
            OffsetDateTime time = OffsetDateTime.parse(value);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeParseException e) {
            // rejected below, as a time out of range is
        }
        reject(column + " is a time with offset, such as 2025-10-20T10:30:00Z", value);
        return Instant.EPOCH;
    }

    /** A JSON object, written again without white space; {@code {}} where it is none. */
    String jsonObject(String column) {
        String value = text(column);
        try {
            JsonNode parsed = JSON.readTree(value);
            if (parsed.isObject()) {
                return parsed.toString();
            }
        } catch (JsonProcessingException | NumberFormatException e) {
            // rejected below, as any other JSON is
        }
        reject(column + " is a JSON object", value);
        return "{}";
    }

    /** A text that must be there. */
    String required(String column) {
        String value = text(column);
        if (value.isEmpty()) {
            reject(column + " is given", value);
        }
        return value;
    }

    /** A whole number from {@code least} to {@code most}, in ASCII digits; {@code least} where there is none. */
    int whole(String column, int least, int most) {
        String value = text(column);
        if (isNumber(value, false)) {
            long parsed = value.length() > 12 ? Long.MAX_VALUE : Long.parseLong(value);
            if (parsed >= least && parsed <= most) {
                return (int) parsed;
            }
        }
        reject(column + " is a whole number from " + least + " to " + most, value);
        return least;
    }

    /** A decimal without exponent from {@code least} to {@code most} ({@code null}: no upper bound); else {@code least}. */
    BigDecimal decimal(String column, BigDecimal least, @Nullable BigDecimal most) {
        String value = text(column);
        if (value.length() <= LONGEST_NUMBER && isNumber(value, true)) {
            BigDecimal parsed = new BigDecimal(value);
            if (parsed.compareTo(least) >= 0 && (most == null || parsed.compareTo(most) <= 0)) {
                return parsed;
            }
        }
        reject(
                column + " is a decimal " + (most == null ? "of at least " + least : "from " + least + " to " + most),
                value);
        return least;
    }

    /** Says that this row breaks {@code rule}; only the first time counts. */
    void reject(String rule, String value) {
        if (sound) {
            sound = false;
            tally.reject(new Rejection(file, line, rule, value));
        }
    }

    /** {@code -12}, and where {@code fraction} allows it {@code 12.5}. */
    private static boolean isNumber(String value, boolean fraction) {
        int digits = 0;
        int points = 0;
        for (int i = value.startsWith("-") ? 1 : 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.') {
                points++;
            } else if (c < '0' || c > '9') {
                return false;
            } else {
                digits++;
            }
        }
        return digits > 0 && points <= (fraction ? 1 : 0) && !value.endsWith(".");
    }
}
