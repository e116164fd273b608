package io.cohortroi.topology.error;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record that leaves as it came, with headers that say why and from where; nobody compares or changes the bytes. */
@SuppressWarnings("ArrayRecordComponent")
public record Letter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {}
