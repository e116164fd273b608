package io.cohortroi.runtime.importer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One record to be published.
 *
 * @param topic without prefix: {@code training-completions}
 * @param key the value's id: the learner, or {@code id@version} of a reference value
 * @param json the value, one JSON object
 * @param eventTime from the value; the epoch for reference values, which come first
 */
public record ImportedEvent(String topic, String key, String json, Instant eventTime) {
    public byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] valueBytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
