package io.cohortroi.topology.time;

import io.cohortroi.topology.serde.Inbound;
import java.time.Instant;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * Gives a task the order in which to take records of its partitions: event time from the value, in quarter
 * milliseconds, so that at one time profiles come before activity and activity before completions. It never throws and
 * never returns less than 0, which would kill the thread or drop the record: what it cannot place stays where it stands.
 */
public final class ProcessingOrder<T> implements TimestampExtractor {
    private final Function<T, Instant> eventTime;
    private final int rank;

    /** @param rank 0 to 3; of two records of one millisecond the lower rank is taken first */
    public ProcessingOrder(Function<T, Instant> eventTime, int rank) {
        this.eventTime = eventTime;
        this.rank = rank;
    }

    @Override
    @SuppressWarnings("unchecked")
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        Inbound<T> inbound = (Inbound<T>) record.value();
        if (inbound == null) {
            return Math.max(0, partitionTime);
        }
        inbound.appendedAt(Instant.ofEpochMilli(record.timestamp()));
        T event = inbound.event();
        if (event == null) {
            return Math.max(0, partitionTime);
        }
        return Math.max(0, eventTime.apply(event).toEpochMilli() * 4 + rank);
    }
}
