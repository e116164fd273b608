package io.cohortroi.connect.file;

import java.util.Set;

/** Whose line it is: the value of one top-level text field. */
public final class LineKey {
    private final String field;

    public LineKey(String field) {
        this.field = field;
    }

    /** Whether the line's field holds one of the keys; of a repeated field any occurrence counts. */
    public boolean isAnyOf(byte[] line, Set<String> keys) {
        boolean[] found = {false};
        try {
            new JsonScanner(line).scan((name, text) -> {
                if (name.equals(field) && keys.contains(text)) {
                    found[0] = true;
                }
            });
        } catch (MalformedJsonException damaged) {
            return found[0];
        }
        return found[0];
    }
}
