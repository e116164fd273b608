package io.cohortroi.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes strings to a topic and reads them back to the end: enough for a test to see what a broker holds. */
public final class Records {

    private Records() {}

    /** Returns when all are acknowledged by all in-sync replicas. */
    public static void produce(String bootstrap, String topic, List<String> values)
            throws ExecutionException, InterruptedException {
        produce(bootstrap, topic, values, Map.of());
    }

    public static void produce(String bootstrap, String topic, List<String> values, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = producer(bootstrap, settings)) {
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get();
            }
        }
    }

    /** Writes the values in a transaction and aborts it. */
    public static void produceAborted(String bootstrap, String topic, List<String> values)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer =
                producer(bootstrap, Map.of("transactional.id", topic + "-aborted"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value, value)).get();
            }
            producer.abortTransaction();
        }
    }

    /** All committed values of the topic as it stands now, in partition order. */
    public static List<String> committedValues(String bootstrap, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> values = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
            }
            return values;
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrap, Map<String, String> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("acks", "all");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }
}
