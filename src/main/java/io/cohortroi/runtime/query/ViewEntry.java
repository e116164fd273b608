package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The latest value of one key.
 *
 * @param value as published; shared by all readers, so it is never changed, only copied
 * @param appendedAtMs when the broker appended it, in milliseconds since the epoch
 */
public record ViewEntry(String key, ObjectNode value, long appendedAtMs) {}
