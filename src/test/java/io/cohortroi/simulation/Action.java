package io.cohortroi.simulation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One thing that happens to the stream.
 *
 * @param fields the value; null for an erasure and for a value that is broken
 * @param broken the bytes of a broken value, as text
 * @param reason why the record has to be refused; null where its fields decide
 */
public record Action(Kind kind, String topic, String key, Map<String, Object> fields, String broken, String reason) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .configure(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN, true)
            .build();

    public enum Kind {
        SEND,
        /** A null value on {@code learners}. */
        ERASE,
        TICK,
        /** The clock on the wall, days ahead at once. */
        JUMP,
        REOPEN,
        /** The transaction of a tick is aborted, and Kafka Streams goes on with the task it has. */
        ABORT
    }

    public static Action send(String topic, String key, Map<String, Object> fields) {
        return new Action(Kind.SEND, topic, key, fields, null, null);
    }

    public static Action refused(String topic, String key, String value, String reason) {
        return new Action(Kind.SEND, topic, key, null, value, reason);
    }

    static Action of(Kind kind) {
        return new Action(kind, "", "", null, null, null);
    }

    static Action erase(String learner) {
        return new Action(Kind.ERASE, "learners", learner, null, null, null);
    }

    boolean isReference() {
        return topic.equals("workflows") || topic.equals("cohorts") || topic.equals("capabilities");
    }

    public byte[] keyBytes() {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    public byte[] valueBytes() {
        if (broken != null) {
            return broken.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return fields == null ? null : JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        byte[] value = kind == Kind.SEND ? valueBytes() : null;
        return kind + " " + topic + " " + key + " " + (value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
}
