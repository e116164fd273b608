package io.cohortroi.runtime.importer;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One data row whose fields are read by column name. The first field that breaks its rule makes the row unsound and is
 * reported once; what is read after that is a harmless default. A caller reads all it needs, then asks {@link
 * #isSound()} before using any of it.
 */
final class Row {
    private static final int LONGEST_NUMBER = 32;

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
