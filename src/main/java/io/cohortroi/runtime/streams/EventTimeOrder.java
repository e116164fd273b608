package io.cohortroi.runtime.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Makes every task take its records strictly lowest event time first over all its partitions, for inputs that are
 * complete before processing starts.
 *
 * <p>A task takes the oldest record among its non-empty queues, and may do so while another queue is empty as soon as
 * the consumer reports no lag there. What the consumer knows of the end of a partition can be stale, so a task could run
 * ahead of records that were there all the time. Here the lag is counted from an end that is asked of the broker when
 * it is first needed, and a task waits until it has everything up to there.
 */
final class EventTimeOrder extends DefaultKafkaClientSupplier {
    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KnownEndConsumer(config);
    }

    private static final class KnownEndConsumer extends KafkaConsumer<byte[], byte[]> {
        private final Map<TopicPartition, Long> ends = new HashMap<>();

        KnownEndConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            long end =
                    ends.computeIfAbsent(partition, tp -> endOffsets(Set.of(tp)).getOrDefault(tp, 0L));
            return OptionalLong.of(Math.max(0, end - position(partition)));
        }
    }
}
