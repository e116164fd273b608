package io.cohortroi.runtime.importer;

/**
 * A row that was not imported, where it stands and why.
 *
 * @param file the file's name, without folder
 * @param line the line the row begins on, from 1 (the header's)
 * @param rule the rule it breaks: {@code score is a decimal from 0 to 100}
 * @param value what stood there instead, at most 80 characters, control characters as {@code ?}
 */
public record Rejection(String file, long line, String rule, String value) {
    private static final int LONGEST_VALUE = 80;

    public Rejection {
        value = printable(value);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + rule + ", found '" + value + "'";
    }

    private static String printable(String raw) {
        StringBuilder clean = new StringBuilder();
        raw.codePoints().limit(LONGEST_VALUE).forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return clean.toString();
    }
}
