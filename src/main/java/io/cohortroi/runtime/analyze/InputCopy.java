package io.cohortroi.runtime.analyze;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.importer.ImportReport;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.Topics;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The inputs of a run in one file, gzipped, one record a line: {@code topic}, {@code partition} and {@code offset} where it
 * stood, {@code key} and {@code value} as text, {@code headers} where it has any. Bytes are untouched and each partition
 * is in its order; bytes that are no UTF-8 stand in {@code key_base64} and {@code value_base64}. The topics are only
 * read, without a group, and need not stand still.
 */
public final class InputCopy implements Analysis.Input {
    /** The name of the file in a folder that {@code analyze} wrote. */
    public static final String FILE = "inputs.jsonl.gz";

    private static final List<String> TOPICS = List.of(
            Topics.COHORTS,
            Topics.WORKFLOWS,
            Topics.CAPABILITIES,
            Topics.BASELINES,
            Topics.FINANCE_LEDGER,
            Topics.LEARNERS,
            Topics.ACTIVITY,
            Topics.COMPLETIONS);
    private static final int BUFFER_BYTES = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final long records;

    private InputCopy(Path file, long records) {
        this.file = file;
        this.records = records;
    }

    /** Reads the reference topics and the finance ledger, then the events, each to the end it has when it is asked. */
    public static InputCopy of(Map<String, ?> client, String prefix, Path file) throws IOException {
        long[] records = {0};
        try (OutputStream out = new BufferedOutputStream(new Zipped(Files.newOutputStream(file)), BUFFER_BYTES)) {
            new TopicScan(client).read(prefix, TOPICS, (topic, row) -> {
                out.write(JSON.writeValueAsBytes(line(topic, row)));
                out.write('\n');
                records[0]++;
            });
        } catch (KafkaException e) {
            throw new IOException("the inputs cannot be read: " + e.getMessage(), e);
        }
        return new InputCopy(file, records[0]);
    }

    /** @throws IOException where the folder has none, or it is damaged */
    public static InputCopy in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            throw new IOException(folder + " has no " + FILE
                    + ": it is no folder of analyze, or analyze was told not to keep the inputs (--no-inputs)");
        }
        long[] records = {0};
        new InputCopy(file, 0).forEach((topic, row) -> records[0]++);
        return new InputCopy(file, records[0]);
    }

    /** The records of some topics in the order of the file: partition by partition in offset order. */
    public void read(Collection<String> topics, TopicScan.TopicRows rows) throws IOException {
        forEach((topic, row) -> {
            if (topics.contains(topic)) {
                rows.add(topic, row);
            }
        });
    }

    @Override
    public ImportReport publish(Map<String, Object> client, String prefix, ProgressListener progress)
            throws IOException {
        Map<String, Object> config = new HashMap<>(client);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        ImportTally tally = new ImportTally();
        long[] sent = {0};
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            forEach((topic, row) -> {
                var unused = producer.send(
                        new ProducerRecord<>(prefix + topic, null, row.key(), row.value(), row.headers()),
                        (metadata, exception) -> {
                            if (exception != null) {
                                failure.compareAndSet(null, exception);
                            }
                        });
                tally.mapped(topic, 1);
                progress.progress("publishing events", ++sent[0], records);
            });
            producer.flush();
        }
        Exception failed = failure.get();
        if (failed != null) {
            throw new IOException("the copy was not taken: " + failed.getMessage(), failed);
        }
        return tally.report("copy", records, 0);
    }

    private void forEach(TopicScan.TopicRows rows) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                JsonNode node = JSON.readTree(line);
                if (!node.isObject() || !node.path("topic").isTextual()) {
                    throw new IOException("line " + number + " is no record");
                }
                rows.add(node.get("topic").asText(), row(node));
            }
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode line(String topic, ConsumerRecord<byte[], byte[]> row) {
        ObjectNode line = JSON.createObjectNode()
                .put("topic", topic)
                .put("partition", row.partition())
                .put("offset", row.offset());
        put(line, "key", row.key());
        put(line, "value", row.value());
        Header[] headers = row.headers().toArray();
        if (headers.length > 0) {
            ArrayNode all = line.putArray("headers");
            for (Header header : headers) {
                put(all.addObject().put("name", header.key()), "value", header.value());
            }
        }
        return line;
    }

    private static ConsumerRecord<byte[], byte[]> row(JsonNode line) throws IOException {
        ConsumerRecord<byte[], byte[]> row = new ConsumerRecord<>(
                line.get("topic").asText(),
                line.path("partition").asInt(),
                line.path("offset").asLong(),
                OriginalBytes.get(line, "key"),
                OriginalBytes.get(line, "value"));
        for (JsonNode header : line.path("headers")) {
            row.headers().add(header.path("name").asText(), OriginalBytes.get(header, "value"));
        }
        return row;
    }

    private static void put(ObjectNode node, String name, byte @Nullable [] bytes) {
        if (bytes != null) {
            OriginalBytes.put(node, name, bytes);
        }
    }

    /** Quickly rather than tightly, because a run waits for it. */
    private static final class Zipped extends GZIPOutputStream {
        Zipped(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
