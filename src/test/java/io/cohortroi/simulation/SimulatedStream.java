package io.cohortroi.simulation;

import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.CalibrationDriftDetector;
import io.cohortroi.domain.alert.DataQualityDetector;
import io.cohortroi.domain.alert.OutlierDetector;
import io.cohortroi.testing.TopologyFixture;
import io.cohortroi.topology.CohortRoiTopology;
import io.cohortroi.topology.InputEnd;
import io.cohortroi.topology.ReferenceHolder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The real topology in a test driver, with what its outputs say so far. The driver clears its folder when it closes and
 * restores nothing, so reopening starts with empty stores and puts back what the changelogs hold, below the caches and
 * the loggers; offsets go on where they were. What is not in a changelog is lost, as on a machine whose disk is gone.
 */
final class SimulatedStream implements AutoCloseable {
    private static final int MOST_TICKS = 30;
    private static final String ADJUSTMENTS = "cost-adjustments";
    private static final String CHANGELOG = "-changelog";

    /** So that a handful of events is enough for an alert. */
    private static final AlertRules RULES = new AlertRules(
            BigDecimal.TEN,
            StandingAlerts.LEAST,
            10,
            3,
            new OutlierDetector(new BigDecimal("3"), 4),
            new CalibrationDriftDetector(new BigDecimal("15"), 3),
            new DataQualityDetector(new BigDecimal("5"), 4));

    /** Two ticks and a bit, so that updates are held back over ticks and reopenings. */
    private static final Duration ALERT_UPDATES = Duration.ofSeconds(1);

    private final Path folder;
    private final boolean inMemory;
    private final Set<PlantedBug> bugs;
    private final List<Action> reference = new ArrayList<>();
    private final Map<String, Map<Bytes, byte[]>> changelogs = new TreeMap<>();
    private final Map<String, byte[]> adjustments = new TreeMap<>();
    private final OutputFacts said = new OutputFacts();
    private TopologyTestDriver driver;
    private InputEnd inputEnd;
    private int sent;

    SimulatedStream(Path folder, boolean inMemory, Set<PlantedBug> bugs) {
        this.folder = folder;
        this.inMemory = inMemory;
        this.bugs = bugs;
        open();
    }

    static Map<String, String> facts(List<Action> actions, Path folder, boolean inMemory, Set<PlantedBug> bugs) {
        try (SimulatedStream stream = new SimulatedStream(folder, inMemory, bugs)) {
            actions.forEach(stream::apply);
            return stream.end();
        }
    }

    private void open() {
        Properties config = TopologyFixture.config(folder);
        inputEnd = new InputEnd();
        driver = new TopologyTestDriver(
                new CohortRoiTopology(
                                TopologyFixture.options(inMemory, RULES, ALERT_UPDATES),
                                new ReferenceHolder(),
                                inputEnd)
                        .build(config),
                config,
                TopologyFixture.APPENDED);
        if (bugs.contains(PlantedBug.MEMORY_KEPT_OVER_AN_ABORT)) {
            new DriverTask(driver).keepProcessors();
        }
    }

    private void apply(Action action) {
        switch (action.kind()) {
            case TICK -> tick();
            case JUMP -> driver.advanceWallClockTime(Duration.ofDays(10));
            case REOPEN -> reopen();
            case ABORT -> abort();
            case ERASE -> pipe(action);
            case SEND -> {
                if (action.isReference()) {
                    reference.add(action);
                    pipe(action);
                } else if (++sent % 9 != 0 || !bugs.contains(PlantedBug.RECORD_LOST)) {
                    pipe(action);
                }
            }
        }
    }

    private void pipe(Action action) {
        pipe(action.topic(), action.keyBytes(), action.valueBytes());
    }

    private void pipe(String topic, byte[] key, byte[] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, new RecordHeaders(), TopologyFixture.APPENDED));
    }

    private void tick() {
        for (int i = 0; i < 3; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(150));
        }
    }

    private void reopen() {
        readAll();
        Map<TopicPartition, AtomicLong> offsets = new DriverTask(driver).offsets();
        driver.close();
        open();
        new DriverTask(driver).offsets().putAll(offsets);
        reference.forEach(this::pipe);
        adjustments.forEach((key, value) -> pipe(ADJUSTMENTS, key.getBytes(StandardCharsets.UTF_8), value));
        changelogs.forEach((store, entries) -> {
            if (!isForgotten(store)) {
                entries.forEach(TopologyFixture.innermost(driver, store)::put);
            }
        });
    }

    /** A tick of which nothing is committed: what it wrote is rolled back, what it said nobody reads. */
    private void abort() {
        readAll();
        tick();
        Map<String, byte[]> unsaid = new TreeMap<>();
        DriverTask task = new DriverTask(driver);
        task.reopenAsAfterAnAbort(() -> changelogs.forEach((store, entries) -> {
            KeyValueStore<Bytes, byte[]> kept = TopologyFixture.innermost(driver, store);
            try (KeyValueIterator<Bytes, byte[]> rest = kept.all()) {
                rest.forEachRemaining(entry -> kept.put(entry.key, null));
            }
            entries.forEach(kept::put);
        }));
        for (String topic : driver.producedTopicNames()) {
            driver
                    .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()
                    .stream()
                    .filter(record -> topic.equals(ADJUSTMENTS))
                    .forEach(record -> unsaid.put(new String(record.key(), StandardCharsets.UTF_8), record.value()));
        }
        unsaid.forEach((key, value) -> pipe(
                ADJUSTMENTS,
                key.getBytes(StandardCharsets.UTF_8),
                adjustments.getOrDefault(key, OutputFacts.withoutAmount(value))));
    }

    private boolean isForgotten(String store) {
        return (bugs.contains(PlantedBug.LEDGER_NOT_RESTORED) && store.equals("conservation-ledger"))
                || (bugs.contains(PlantedBug.PARTIALS_NOT_RESTORED) && store.equals("roi-partials"))
                || (bugs.contains(PlantedBug.RULES_NOT_RESTORED) && store.equals("scope-rules"))
                || (bugs.contains(PlantedBug.COSTS_NOT_RESTORED) && store.equals("workflow-costs"))
                || (bugs.contains(PlantedBug.WAITING_LIST_NOT_RESTORED) && store.equals("waiting-completions"));
    }

    private void readAll() {
        for (String topic : driver.producedTopicNames()) {
            for (TestRecord<byte[], byte[]> record : driver.createOutputTopic(
                            topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList()) {
                if (topic.endsWith(CHANGELOG)) {
                    String store = topic.substring("test-".length(), topic.length() - CHANGELOG.length());
                    changelogs
                            .computeIfAbsent(store, name -> new TreeMap<>())
                            .put(Bytes.wrap(record.key()), record.value());
                } else {
                    if (topic.equals(ADJUSTMENTS)) {
                        adjustments.put(new String(record.key(), StandardCharsets.UTF_8), record.value());
                    }
                    said.read(topic, record.key(), record.value(), record.headers());
                }
            }
        }
    }

    private Map<String, String> end() {
        inputEnd.reach();
        settle();
        inputEnd.conclude();
        settle();
        readAll();
        if (bugs.contains(PlantedBug.DEAD_LETTER_SKIPPED)) {
            said.forgetADeadLetter();
        }
        if (bugs.contains(PlantedBug.OUTPUT_RECORD_LOST)) {
            said.forgetARecord();
        }
        said.complainOfAlerts();
        return said.facts();
    }

    /** A correction of costs goes round once more: from the sums to the records and back to the sums. */
    private void settle() {
        int ticks = 0;
        do {
            tick();
        } while (!inputEnd.isSettled() && ++ticks < MOST_TICKS);
        if (!inputEnd.isSettled()) {
            throw new AssertionError("the stream does not settle at the end of input");
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
