package io.cohortroi.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.calibration.CalibrationPolicy;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.roi.ValuationPolicy;
import io.cohortroi.domain.stage.StagePolicy;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.topology.CohortRoiTopology;
import io.cohortroi.topology.InputEnd;
import io.cohortroi.topology.InsightOptions;
import io.cohortroi.topology.ReferenceHolder;
import io.cohortroi.topology.TopologyOptions;
import io.cohortroi.topology.error.Quarantine;
import io.cohortroi.topology.state.ErasureKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The whole topology in a test driver, told as a timeline: records go in as JSON with single quotes, {@link #tick}
 * flushes what is rate-limited, outputs come back parsed.
 */
public final class TopologyFixture implements AutoCloseable {
    /** Alerts are published with every change. */
    private static final Duration AT_ONCE = Duration.ZERO;

    private static final JsonMapper JSON = new JsonMapper();
    private static final ByteArraySerializer TO_BYTES = new ByteArraySerializer();
    private static final ByteArrayDeserializer FROM_BYTES = new ByteArrayDeserializer();

    /** When records are appended, unless a test says otherwise: after all events of all tests. */
    public static final Instant APPENDED = Instant.parse("2026-01-01T00:00:00Z");

    private static final Norms NORMS = NormsFile.shipped();

    private final TopologyTestDriver driver;
    private final Topology topology;
    private final InputEnd inputEnd = new InputEnd();

    private TopologyFixture(TopologyOptions options, Path stateDir, Quarantine quarantine) {
        Properties config = config(stateDir);
        topology = new CohortRoiTopology(options, new ReferenceHolder(), inputEnd, quarantine).build(config);
        driver = new TopologyTestDriver(topology, config, APPENDED);
    }

    public static TopologyFixture start(Path stateDir) {
        return start(stateDir, new Quarantine());
    }

    public static TopologyFixture start(Path stateDir, Quarantine quarantine) {
        return new TopologyFixture(options(true), stateDir, quarantine);
    }

    public static TopologyFixture start(TopologyOptions options, Path stateDir) {
        return new TopologyFixture(options, stateDir, new Quarantine());
    }

    public static Properties config(Path stateDir) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return config;
    }

    /** In memory, and alerts are looked at once, at the end of input. */
    public static TopologyOptions atTheEnd() {
        TopologyOptions live = options(true);
        return new TopologyOptions(
                live.prefix(),
                live.policy(),
                live.norms(),
                live.alertRules(),
                live.flushEvery(),
                live.metricsEvery(),
                live.alertUpdatesEvery(),
                live.grace(),
                live.futureLimit(),
                live.erasureKey(),
                false,
                live.learnNorms(),
                live.insights(),
                live.inMemory());
    }

    public static TopologyOptions options(boolean inMemory) {
        return options(inMemory, AlertRules.standard());
    }

    public static TopologyOptions options(boolean inMemory, AlertRules rules) {
        return options(NORMS, false, inMemory, rules, AT_ONCE);
    }

    /** @param alertUpdatesEvery how often new numbers of a standing alert are published */
    public static TopologyOptions options(boolean inMemory, AlertRules rules, Duration alertUpdatesEvery) {
        return options(NORMS, false, inMemory, rules, alertUpdatesEvery);
    }

    public static TopologyOptions options(Norms norms, boolean learnNorms, boolean inMemory) {
        return options(norms, learnNorms, inMemory, AlertRules.standard(), AT_ONCE);
    }

    private static TopologyOptions options(
            Norms norms, boolean learnNorms, boolean inMemory, AlertRules rules, Duration alertUpdatesEvery) {
        ValuationPolicy valuation = new ValuationPolicy(new BigDecimal("576"), "EUR", 2, Map.of());
        return new TopologyOptions(
                "",
                new StagePolicy(valuation, Duration.ofDays(7), Duration.ofDays(90)),
                norms,
                rules,
                Duration.ofMillis(100),
                Duration.ofMillis(100),
                alertUpdatesEvery,
                Duration.ofDays(7),
                Duration.ofHours(24),
                ErasureKey.of("a key for tests"),
                true,
                learnNorms,
                new InsightOptions(Duration.ofMillis(100), CalibrationPolicy.standard(), false, Duration.ofDays(10)),
                inMemory);
    }

    public Topology topology() {
        return topology;
    }

    public TopologyFixture send(String topic, String key, String jsonWithSingleQuotes) {
        return sendBytes(
                topic,
                key.getBytes(StandardCharsets.UTF_8),
                jsonWithSingleQuotes.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public TopologyFixture sendBytes(String topic, byte[] key, byte[] value) {
        return sendBytes(topic, key, value, new RecordHeaders());
    }

    public TopologyFixture sendBytes(String topic, byte[] key, byte[] value, Headers headers) {
        driver.createInputTopic(topic, TO_BYTES, TO_BYTES).pipeInput(new TestRecord<>(key, value, headers, APPENDED));
        return this;
    }

    /** Bytes as they are, below caches and formats. */
    public TopologyFixture put(String store, byte[] key, byte[] value) {
        innermost(driver, store).put(Bytes.wrap(key), value);
        return this;
    }

    /** A store of a driver below its caches, loggers and formats. */
    @SuppressWarnings("unchecked")
    public static KeyValueStore<Bytes, byte[]> innermost(TopologyTestDriver driver, String store) {
        StateStore inner = driver.getKeyValueStore(store);
        while (inner instanceof WrappedStateStore<?, ?, ?> wrapper) {
            inner = wrapper.wrapped();
        }
        return (KeyValueStore<Bytes, byte[]>) inner;
    }

    /** Something that nobody pays for happens on that day, and the stream has come that far. */
    public TopologyFixture clockAt(String day) {
        return send(
                "learner-activity",
                "L1",
                "{'event_id':'a-" + day + "','learner_id':'L1','type':'session','occurred_at':'" + day
                        + "T00:00:00Z'}");
    }

    /** One tick of every step. */
    public TopologyFixture tickOnce() {
        driver.advanceWallClockTime(Duration.ofMillis(100));
        return this;
    }

    /** Lets every rate-limited output leave, through both stages. */
    public TopologyFixture tick() {
        for (int i = 0; i < 4; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(150));
        }
        return this;
    }

    /** Lets wall-clock time pass in one step. */
    public TopologyFixture pass(Duration time) {
        driver.advanceWallClockTime(time);
        return this;
    }

    public TopologyFixture endOfInput() {
        inputEnd.reach();
        tick();
        inputEnd.conclude();
        return tick();
    }

    /** A record as a reader of the topic sees it. */
    public record Out(String key, JsonNode value, Map<String, String> headers) {
        /** The value at a path such as {@code inputs.units}, as text; {@code null} where it is null or absent. */
        public String at(String path) {
            JsonNode node = value.at("/" + path.replace('.', '/'));
            return node.isMissingNode() || node.isNull() ? "null" : node.asText();
        }
    }

    /** Everything written to the topic since the last call. */
    public List<Out> read(String topic) {
        List<Out> all = new ArrayList<>();
        driver.createOutputTopic(topic, FROM_BYTES, FROM_BYTES)
                .readRecordsToList()
                .forEach(record -> {
                    if (record.value() != null && !topic.equals("dead-letters") && !topic.equals("late-events")) {
                        TopicContract.assertConforms(topic, record.value());
                    }
                    Map<String, String> headers = new LinkedHashMap<>();
                    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
                    String key = record.key() == null ? "null" : new String(record.key(), StandardCharsets.UTF_8);
                    all.add(new Out(key, parse(record.value()), headers));
                });
        return all;
    }

    /** The last value of every key written since the last call. */
    public Map<String, Out> latest(String topic) {
        Map<String, Out> latest = new LinkedHashMap<>();
        read(topic).forEach(out -> latest.put(out.key(), out));
        return latest;
    }

    /** A value as {@link #read} would have parsed it. */
    public static JsonNode parsed(byte[] value) {
        return parse(value);
    }

    private static JsonNode parse(byte[] value) {
        if (value == null) {
            return JSON.nullNode();
        }
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            return JSON.getNodeFactory().textNode(new String(value, StandardCharsets.ISO_8859_1));
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
