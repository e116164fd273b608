package io.cohortroi.topology.error;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records that leave as they came: key, value and headers untouched, and headers of ours.
 *
 * <p>A record that a topic took in compressed may be larger than any topic takes as it stands, and one record that the
 * producer refuses would stop the stream for ever: its transaction cannot commit, and the next attempt meets the same
 * record. So what does not fit is cut, and says so: {@link #CUT}, how long it was, and its hash. The whole of it stays
 * at its place in the source topic until that topic's retention.
 */
public final class DeadLetters {
    public static final String REASON = "cohort-roi-reason";
    public static final String DETAIL = "cohort-roi-detail";
    public static final String TOPIC = "cohort-roi-topic";
    public static final String PARTITION = "cohort-roi-partition";
    public static final String OFFSET = "cohort-roi-offset";
    public static final String LATE_MS = "cohort-roi-late-ms";

    /** What was cut, of {@code headers,value,key}; absent where everything is there. */
    public static final String CUT = "cohort-roi-cut";

    /** Length of the original value in bytes, where it was cut. */
    public static final String VALUE_BYTES = "cohort-roi-value-bytes";

    /** SHA-256 of the original value in hex, where it was cut. */
    public static final String VALUE_SHA256 = "cohort-roi-value-sha256";

    /** All headers that are ours, and go when a letter is sent back. */
    public static final Set<String> OWN =
            Set.of(REASON, DETAIL, TOPIC, PARTITION, OFFSET, LATE_MS, CUT, VALUE_BYTES, VALUE_SHA256);

    /** Key, value and headers of a letter together, in bytes: below what {@code late-events} takes. */
    static final int MAX_BYTES = (2 << 20) - (64 << 10);

    /** What is kept of a value that was cut, enough to see what it is. */
    static final int KEPT_OF_VALUE = 16 << 10;

    private static final int KEPT_OF_KEY = 1 << 10;
    private static final int KEPT_OF_HEADERS = 64 << 10;
    private static final int HEADER_OVERHEAD = 16;
    private static final String TRACE = "traceparent";
    private static final int MAX_TRACE_BYTES = 256;

    private DeadLetters() {}

    /** The detail names rule and field, never a learner's value. */
    public static Letter of(
            byte @Nullable [] key, byte @Nullable [] value, Headers original, Rejection rejection, Place place) {
        Letter letter = fitting(key, value, original);
        put(letter.headers(), REASON, rejection.code().text());
        put(letter.headers(), DETAIL, rejection.detail());
        return placed(letter, place);
    }

    public static Letter late(
            byte @Nullable [] key, byte @Nullable [] value, Headers original, Duration late, Place place) {
        Letter letter = fitting(key, value, original);
        put(letter.headers(), LATE_MS, Long.toString(late.toMillis()));
        return placed(letter, place);
    }

    /** What an output takes over of its input's headers: the trace, nothing else. */
    public static Headers traced(Headers original) {
        Headers headers = new RecordHeaders();
        Header trace = original.lastHeader(TRACE);
        if (trace != null && lengthOf(trace.value()) <= MAX_TRACE_BYTES) {
            headers.add(trace);
        }
        return headers;
    }

    /** Cuts what has to be cut: the sender's headers first, then the value, then the key. */
    private static Letter fitting(byte @Nullable [] key, byte @Nullable [] value, Headers original) {
        List<String> cut = new ArrayList<>();
        Headers headers = withoutOurs(original);
        byte[] keptValue = value;
        byte[] keptKey = key;
        long left = (long) MAX_BYTES - lengthOf(key) - lengthOf(value) - lengthOf(headers);
        if (left < 0 && lengthOf(headers) > KEPT_OF_HEADERS) {
            left += lengthOf(headers);
            headers = new RecordHeaders();
            cut.add("headers");
        }
        if (left < 0 && value != null && value.length > KEPT_OF_VALUE) {
            left += value.length - KEPT_OF_VALUE;
            keptValue = Arrays.copyOf(value, KEPT_OF_VALUE);
            cut.add("value");
            put(headers, VALUE_BYTES, Integer.toString(value.length));
            put(headers, VALUE_SHA256, sha256(value));
        }
        if (left < 0 && key != null) {
            keptKey = Arrays.copyOf(key, KEPT_OF_KEY);
            cut.add("key");
        }
        if (!cut.isEmpty()) {
            put(headers, CUT, String.join(",", cut));
        }
        return new Letter(keptKey, keptValue, headers);
    }

    private static Headers withoutOurs(Headers original) {
        Headers headers = new RecordHeaders(original.toArray());
        OWN.forEach(headers::remove);
        return headers;
    }

    private static long lengthOf(Headers headers) {
        long length = 0;
        for (Header header : headers) {
            length += HEADER_OVERHEAD + 4L * header.key().length() + lengthOf(header.value());
        }
        return length;
    }

    private static int lengthOf(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static String sha256(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Letter placed(Letter letter, Place place) {
        put(letter.headers(), TOPIC, place.topic());
        put(letter.headers(), PARTITION, Integer.toString(place.partition()));
        put(letter.headers(), OFFSET, Long.toString(place.offset()));
        return letter;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
