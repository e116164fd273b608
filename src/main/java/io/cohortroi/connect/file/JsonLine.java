package io.cohortroi.connect.file;

import java.util.Arrays;

/**
 * One JSON object as one line. The bytes are those of the value, field order and number spelling included; only space
 * between tokens goes, and only when a line break is among it. Example: {@code {"a":1,␤ "b":2}} becomes
 * {@code {"a":1,"b":2}}.
 */
public final class JsonLine {
    private JsonLine() {}

    /** The line without its LF. */
    public static byte[] of(byte[] value) throws MalformedJsonException {
        new JsonScanner(value).scan(null);
        for (byte b : value) {
            if (b == '\n' || b == '\r') {
                return withoutSpace(value);
            }
        }
        return value;
    }

    private static byte[] withoutSpace(byte[] value) {
        byte[] line = new byte[value.length];
        int length = 0;
        boolean inText = false;
        for (int i = 0; i < value.length; i++) {
            byte b = value[i];
            if (inText && b == '\\') {
                line[length++] = b;
                b = value[++i];
            } else if (b == '"') {
                inText = !inText;
            } else if (!inText && JsonScanner.isSpace(b)) {
                continue;
            }
            line[length++] = b;
        }
        return Arrays.copyOf(line, length);
    }
}
