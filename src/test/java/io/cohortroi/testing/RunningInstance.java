package io.cohortroi.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.instance.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A whole instance on the shared test broker, with topics of its own, what goes into it and what comes out. */
public final class RunningInstance implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> flags = new LinkedHashMap<>();
    private final String prefix = TestBroker.prefix();
    private final Instance instance;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> postFailure = new AtomicReference<>();

    private RunningInstance(Path dataDir, boolean withSink) throws IOException {
        flags.put("bootstrap.servers", TestBroker.bootstrap());
        flags.put("prefix", prefix);
        flags.put("data.dir", dataDir.toString());
        flags.put("http.port", "0");
        flags.put("learner.partitions", "2");
        flags.put("erasure.key", "a key for tests");
        instance = Instance.start(settings(), NormsFile.shipped(), withSink);
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", TestBroker.bootstrap());
        client.put("acks", "all");
        client.put("compression.type", "gzip");
        client.put("max.request.size", 64 << 20);
        client.put("buffer.memory", 128L << 20);
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public static RunningInstance start(Path dataDir, boolean withSink) throws IOException {
        return new RunningInstance(dataDir, withSink);
    }

    public Settings settings() {
        return Settings.of(Optional.empty(), Map.of(), flags);
    }

    public Instance instance() {
        return instance;
    }

    public String topic(String name) {
        return prefix + name;
    }

    /** What a command needs to find this cluster: {@code --set KEY=VALUE} for every setting. */
    public List<String> options() {
        List<String> options = new ArrayList<>();
        flags.forEach((key, value) -> options.addAll(List.of("--set", key + "=" + value)));
        return options;
    }

    /** @param json with single quotes; null for a null value */
    public RecordMetadata send(String topic, String key, String json) throws ExecutionException, InterruptedException {
        byte[] value = json == null ? null : json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return send(topic, key.getBytes(StandardCharsets.UTF_8), value, Map.of());
    }

    public RecordMetadata send(String topic, byte[] key, byte[] value, Map<String, byte[]> headers)
            throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(prefix + topic, key, value);
        headers.forEach(record.headers()::add);
        return producer.send(record).get();
    }

    /** Sends without waiting; {@code placed} is told where the record stands. See {@link #flush}. */
    public void post(
            String topic, byte[] key, byte[] value, Map<String, byte[]> headers, Consumer<RecordMetadata> placed) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(prefix + topic, key, value);
        headers.forEach(record.headers()::add);
        var unused = producer.send(record, (place, failure) -> {
            if (failure != null) {
                postFailure.compareAndSet(null, failure);
            } else {
                placed.accept(place);
            }
        });
    }

    /** Waits until everything posted stands in its topic. */
    public void flush() {
        producer.flush();
        if (postFailure.get() != null) {
            throw new AssertionError("a record could not be sent", postFailure.get());
        }
    }

    /** All committed records of the topic as it stands now, partition by partition. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        forEach(topic, records::add);
        return records;
    }

    /** As {@link #read}, for more than fits in memory. */
    public void forEach(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                TestBroker.bootstrap(),
                "isolation.level",
                "read_committed",
                "max.partition.fetch.bytes",
                16 << 20);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(prefix + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(action);
            }
        }
    }

    /** The last value of every key, parsed; what a null value ended is gone. */
    public Map<String, JsonNode> latest(String topic) {
        Map<String, JsonNode> latest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, parse(record.value()));
            }
        }
        return latest;
    }

    /** Waits until the ledger says that so many records of the topic came in, and returns its row summed over partitions. */
    public Map<String, Long> awaitInput(String topic, long records) {
        return awaitInput(topic, records, Duration.ofSeconds(90));
    }

    public Map<String, Long> awaitInput(String topic, long records, Duration limit) {
        // The ledger's topic grows while one waits, and is read from its beginning.
        await().atMost(limit)
                .pollInterval(limit.dividedBy(500))
                .until(() -> ledger(topic).getOrDefault("input", 0L) >= records);
        return ledger(topic);
    }

    private Map<String, Long> ledger(String topic) {
        Map<String, Long> sums = new LinkedHashMap<>();
        ledger().forEach((place, row) -> {
            if (place.startsWith(topic + "/")) {
                row.forEach((column, count) -> sums.merge(column, count, Long::sum));
            }
        });
        return sums;
    }

    /** The ledger as it stands: by {@code topic/partition}, the count of every column. */
    public Map<String, Map<String, Long>> ledger() {
        Map<String, Map<String, Long>> rows = new TreeMap<>();
        latest("conservation-ledger").forEach((place, row) -> {
            Map<String, Long> columns = new TreeMap<>();
            for (String column : List.of("input", "applied", "duplicate", "superseded", "waiting", "dead_lettered")) {
                columns.put(column, row.path(column).asLong());
            }
            rows.put(place, columns);
        });
        return rows;
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        instance.close();
    }
}
