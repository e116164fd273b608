package io.cohortroi.topology.error;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records that leave as they came: the original key, value and headers, untouched, and our headers.
 *
 * <p>A broker takes a compressed record that is larger than any topic of ours when it is unpacked. Such a record cannot be
 * carried: what is too large is left out and the headers say how much of what, and where the original stands.
 */
public final class DeadLetters {
    public static final String REASON = "cohort-roi-reason";
    public static final String DETAIL = "cohort-roi-detail";
    public static final String TOPIC = "cohort-roi-topic";
    public static final String PARTITION = "cohort-roi-partition";
    public static final String OFFSET = "cohort-roi-offset";
    public static final String LATE_MS = "cohort-roi-late-ms";
    /** How many bytes of key, value and headers were left out, as {@code key=0,value=6000000,headers=0}. */
    public static final String LEFT_OUT = "cohort-roi-left-out-bytes";

    /** All headers that are ours, and go when a letter is sent back. */
    public static final Set<String> OWN = Set.of(REASON, DETAIL, TOPIC, PARTITION, OFFSET, LATE_MS, LEFT_OUT);

    private static final int MAX_VALUE_BYTES = 3 * 1024 * 1024;
    private static final int MAX_KEY_BYTES = 256 * 1024;
    private static final int MAX_HEADERS_BYTES = 512 * 1024;
    // Headers of ours, and the lengths that a batch of one record writes around every part of it.
    private static final int MAX_OVERHEAD_BYTES = 64 * 1024;

    /** No letter and no late event is larger, uncompressed: what their topics have to take, in the contract 4 MiB. */
    public static final int MAX_RECORD_BYTES = MAX_VALUE_BYTES + MAX_KEY_BYTES + MAX_HEADERS_BYTES + MAX_OVERHEAD_BYTES;

    private static final int MAX_TRACE_BYTES = 256;
    private static final String TRACE = "traceparent";

    private DeadLetters() {}

    /** What is sent of a record. */
    public static final class Parcel {
        private final byte @Nullable [] key;
        private final byte @Nullable [] value;
        private final Headers headers;

        private Parcel(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
            this.key = key;
            this.value = value;
            this.headers = headers;
        }

        public byte @Nullable [] key() {
            return key;
        }

        public byte @Nullable [] value() {
            return value;
        }

        public Headers headers() {
            return headers;
        }
    }

    /** The detail names rule and field, never a learner's value. */
    public static Parcel of(
            byte @Nullable [] key, byte @Nullable [] value, Headers original, Rejection rejection, Place place) {
        Parcel parcel = fitting(key, value, original);
        put(parcel.headers, REASON, rejection.code().text());
        put(parcel.headers, DETAIL, rejection.detail());
        return placed(parcel, place);
    }

    public static Parcel late(
            byte @Nullable [] key, byte @Nullable [] value, Headers original, Duration late, Place place) {
        Parcel parcel = fitting(key, value, original);
        put(parcel.headers, LATE_MS, Long.toString(late.toMillis()));
        return placed(parcel, place);
    }

    /** What an output takes over of its input's headers: the trace, nothing else. */
    public static Headers traced(Headers original) {
        Headers headers = new RecordHeaders();
        Header trace = original.lastHeader(TRACE);
        if (trace != null && size(trace) <= MAX_TRACE_BYTES) {
            headers.add(trace);
        }
        return headers;
    }

    private static Parcel fitting(byte @Nullable [] key, byte @Nullable [] value, Headers original) {
        int headersBytes = 0;
        for (Header header : original) {
            headersBytes += size(header);
        }
        int keyOut = key != null && key.length > MAX_KEY_BYTES ? key.length : 0;
        int valueOut = value != null && value.length > MAX_VALUE_BYTES ? value.length : 0;
        int headersOut = headersBytes > MAX_HEADERS_BYTES ? headersBytes : 0;
        Headers headers = headersOut > 0 ? new RecordHeaders() : new RecordHeaders(original.toArray());
        if (keyOut + valueOut + headersOut > 0) {
            put(headers, LEFT_OUT, "key=" + keyOut + ",value=" + valueOut + ",headers=" + headersOut);
        }
        return new Parcel(keyOut > 0 ? null : key, valueOut > 0 ? null : value, headers);
    }

    private static int size(Header header) {
        byte @Nullable [] value = header.value();
        return header.key().length() + (value == null ? 0 : value.length);
    }

    private static Parcel placed(Parcel parcel, Place place) {
        put(parcel.headers, TOPIC, place.topic());
        put(parcel.headers, PARTITION, Integer.toString(place.partition()));
        put(parcel.headers, OFFSET, Long.toString(place.offset()));
        return parcel;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
