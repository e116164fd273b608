package io.cohortroi.topology;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step said last of every key, as far as it remembers: a start forgets, and all is said once more. */
final class LastSaid {
    private static final byte[] NOTHING = {};

    private final Map<String, byte[]> values = new HashMap<>();

    /** Whether that is another value than the last one of the key; from now on it is the last one. */
    boolean isNews(String key, byte @Nullable [] value) {
        byte[] next = value == null ? NOTHING : value;
        byte[] before = values.put(key, next);
        return before == null || !Arrays.equals(before, next);
    }
}
