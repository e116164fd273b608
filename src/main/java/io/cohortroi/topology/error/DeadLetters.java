package io.cohortroi.topology.error;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Rejection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Headers of records that leave as they came: the original ones, untouched, and ours. */
public final class DeadLetters {
    public static final String REASON = "cohort-roi-reason";
    public static final String DETAIL = "cohort-roi-detail";
    public static final String TOPIC = "cohort-roi-topic";
    public static final String PARTITION = "cohort-roi-partition";
    public static final String OFFSET = "cohort-roi-offset";
    public static final String LATE_MS = "cohort-roi-late-ms";
    private static final String TRACE = "traceparent";

    private DeadLetters() {}

    /** The detail names rule and field, never a learner's value. */
    public static Headers of(Headers original, Rejection rejection, Place place) {
        Headers headers = new RecordHeaders(original.toArray());
        put(headers, REASON, rejection.code().text());
        put(headers, DETAIL, rejection.detail());
        return placed(headers, place);
    }

    public static Headers late(Headers original, Duration late, Place place) {
        Headers headers = new RecordHeaders(original.toArray());
        put(headers, LATE_MS, Long.toString(late.toMillis()));
        return placed(headers, place);
    }

    /** What an output takes over of its input's headers: the trace, nothing else. */
    public static Headers traced(Headers original) {
        Headers headers = new RecordHeaders();
        var trace = original.lastHeader(TRACE);
        if (trace != null) {
            headers.add(trace);
        }
        return headers;
    }

    private static Headers placed(Headers headers, Place place) {
        put(headers, TOPIC, place.topic());
        put(headers, PARTITION, Integer.toString(place.partition()));
        put(headers, OFFSET, Long.toString(place.offset()));
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
