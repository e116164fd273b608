package io.cohortroi.runtime.deadletters;

import io.cohortroi.topology.error.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One record that could not be applied. Its id is the place it came from, {@code training-completions-3@42}: the same
 * for as long as the cluster lives, whatever happens to the topic of dead letters.
 *
 * @param topic source topic, without prefix; empty where a foreign record carries no readable place
 * @param appendedAt when it became a dead letter
 * @param leftOut what was too large and is not here, as in the header; empty where everything is
 * @param headers the sender's, without ours
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetter(
        String id,
        String reason,
        String detail,
        String topic,
        int partition,
        long offset,
        Instant appendedAt,
        String leftOut,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {

    static DeadLetter of(ConsumerRecord<byte[], byte[]> stored) {
        String topic = text(stored, DeadLetters.TOPIC);
        int partition = (int) number(text(stored, DeadLetters.PARTITION), Integer.MAX_VALUE);
        long offset = number(text(stored, DeadLetters.OFFSET), Long.MAX_VALUE);
        boolean placed = !topic.isEmpty() && partition >= 0 && offset >= 0;
        return new DeadLetter(
                placed
                        ? topic + "-" + partition + "@" + offset
                        : "dead-letters-" + stored.partition() + "@" + stored.offset(),
                text(stored, DeadLetters.REASON),
                text(stored, DeadLetters.DETAIL),
                placed ? topic : "",
                partition,
                offset,
                Instant.ofEpochMilli(stored.timestamp()),
                text(stored, DeadLetters.LEFT_OUT),
                stored.key(),
                stored.value(),
                StreamSupport.stream(stored.headers().spliterator(), false)
                        .filter(header -> !DeadLetters.OWN.contains(header.key()))
                        .toList());
    }

    /** Bytes of the value as it is here. */
    public int bytes() {
        return value == null ? 0 : value.length;
    }

    private static String text(ConsumerRecord<byte[], byte[]> stored, String name) {
        Header header = stored.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** -1 where the text is no number from 0 to {@code most}. */
    private static long number(String text, long most) {
        try {
            long number = Long.parseLong(text);
            return number >= 0 && number <= most ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
