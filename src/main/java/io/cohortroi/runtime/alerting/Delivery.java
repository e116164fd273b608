package io.cohortroi.runtime.alerting;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One value of {@code roi-alerts} on its way to a receiver.
 *
 * @param value absent for a tombstone and for what is no JSON
 * @param nextOffset the position behind it
 * @param released whether a silence held it back before; its position was committed then
 */
record Delivery(
        TopicPartition partition,
        String fingerprint,
        @Nullable ObjectNode value,
        long nextOffset,
        boolean released) {

    Delivery release() {
        return new Delivery(partition, fingerprint, value, nextOffset, true);
    }
}
