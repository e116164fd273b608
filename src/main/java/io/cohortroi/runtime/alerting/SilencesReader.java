package io.cohortroi.runtime.alerting;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link Silences} at the end of their topic; every reader reads all of it, from the beginning. */
final class SilencesReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SilencesReader.class);

    private final Silences silences = new Silences();
    private final KafkaConsumer<String, byte[]> consumer;

    /** Returns once everything that was there has been read. */
    SilencesReader(Map<String, Object> clientProperties, String prefix, Duration timeout) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = AlertTopics.partitions(consumer, prefix + AlertTopics.SILENCES, timeout);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), timeout) < end.getValue())) {
            read(Duration.ofMillis(100));
        }
    }

    /** The silences as they stand now. */
    Silences current() {
        read(Duration.ZERO);
        return silences;
    }

    private void read(Duration wait) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(wait)) {
            silences.apply(record.key(), record.value())
                    .ifPresent(wrong -> LOG.warn(
                            "a silence at {} partition {} offset {} is ignored: {}",
                            record.topic(),
                            record.partition(),
                            record.offset(),
                            wrong));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
