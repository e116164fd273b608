package io.cohortroi.runtime.streams;

import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.CalibrationDriftDetector;
import io.cohortroi.domain.alert.DataQualityDetector;
import io.cohortroi.domain.alert.OutlierDetector;
import io.cohortroi.domain.calibration.CalibrationPolicy;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.roi.ValuationPolicy;
import io.cohortroi.domain.stage.StagePolicy;
import io.cohortroi.runtime.config.RoiSettings;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.topology.CohortRoiTopology;
import io.cohortroi.topology.InputEnd;
import io.cohortroi.topology.InsightOptions;
import io.cohortroi.topology.ReferenceCheckTopology;
import io.cohortroi.topology.ReferenceHolder;
import io.cohortroi.topology.TopologyOptions;
import io.cohortroi.topology.error.Quarantine;
import io.cohortroi.topology.state.ErasureKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two Kafka Streams clients of an instance: the dataflow, and the check of the reference topics.
 *
 * <p>A thread that dies of something that may pass is replaced; after {@value #DEATHS} deaths in ten minutes the client
 * stops, {@link #failure} tells why, and the process should end with a non-zero exit code. Deaths of a record that
 * {@link Quarantine} counts have a budget of their own, which is enough for ten such records. A thread that died of a full
 * disk is replaced when {@link StateDisk} has room again, however often that is.
 */
public final class StreamEngine implements AutoCloseable {
    /** Application id of the dataflow, without prefix. */
    public static final String APPLICATION = "cohort-roi";

    /** Application id of the reference check, without prefix. */
    public static final String REFERENCE_APPLICATION = "cohort-roi-reference";

    private static final Logger log = LoggerFactory.getLogger(StreamEngine.class);
    private static final int DEATHS = 3;
    private static final int DEATHS_OF_RECORDS = 30;
    private static final Duration DEATHS_WINDOW = Duration.ofMinutes(10);
    private static final Duration ROOM_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final long OFF_HEAP_BYTES = 192L * 1024 * 1024;

    private final InputEnd inputEnd = new InputEnd();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Quarantine quarantine = new Quarantine();
    private final StateDisk disk;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger failedRecords = new AtomicInteger();
    private final DeathBudget deaths = new DeathBudget(DEATHS, DEATHS_WINDOW);
    private final DeathBudget deathsOfRecords = new DeathBudget(DEATHS_OF_RECORDS, DEATHS_WINDOW);
    private final KafkaStreams main;
    private final KafkaStreams reference;

    private StreamEngine(Settings settings, TopologyOptions options) {
        RocksMemory memory = new RocksMemory(OFF_HEAP_BYTES, settings.streams().rocksdbWriteBufferBytes());
        this.disk = new StateDisk(settings.streams().stateDir());
        int threads = settings.streams().threads();
        Properties mainConfig = StreamsProperties.of(settings, APPLICATION, threads, memory, quarantine);
        Topology topology =
                new CohortRoiTopology(options, new ReferenceHolder(), inputEnd, quarantine).build(mainConfig);
        Properties referenceConfig = StreamsProperties.of(settings, REFERENCE_APPLICATION, 1, memory, quarantine);
        Topology check = new ReferenceCheckTopology(options, inputEnd).build(referenceConfig);
        this.main = client(topology, mainConfig, new EventTimeOrder());
        this.reference = client(check, referenceConfig, new DefaultKafkaClientSupplier());
    }

    /** For an input that goes on: alerts are watched with every change. What is there at the start is taken in event-time order. */
    public static StreamEngine live(Settings settings, Norms norms) {
        return start(settings, optionsOf(settings, norms, true));
    }

    /** For an input that is complete: all of it in event-time order, alerts watched once at the end. */
    public static StreamEngine bounded(Settings settings, Norms norms) {
        return start(settings, optionsOf(settings, norms, false));
    }

    private static StreamEngine start(Settings settings, TopologyOptions options) {
        StreamEngine engine = new StreamEngine(settings, options);
        try {
            return engine.started();
        } catch (ProcessorStateException e) {
            engine.close();
            DamagedState.throwAway(settings, e);
            return new StreamEngine(settings, options).started();
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private StreamEngine started() {
        reference.start();
        main.start();
        return this;
    }

    private KafkaStreams client(Topology topology, Properties config, KafkaClientSupplier clients) {
        KafkaStreams streams = new KafkaStreams(topology, config, clients);
        streams.setUncaughtExceptionHandler(this::onDeath);
        return streams;
    }

    private StreamThreadExceptionResponse onDeath(Throwable cause) {
        if (disk.isCauseOf(cause)) {
            log.error("A stream thread died of a full disk.", cause);
            disk.awaitRoom(ROOM_LIMIT, closing);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        int failures = quarantine.failures();
        boolean ofRecord = failedRecords.getAndSet(failures) < failures;
        if ((ofRecord ? deathsOfRecords : deaths).allows(Instant.now())) {
            log.error("A stream thread died and is replaced.", cause);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        log.error("A stream thread died once too often; the client stops.", cause);
        failure.compareAndSet(null, cause);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** How completions are valued under these settings. */
    public static ValuationPolicy valuationOf(Settings settings) {
        RoiSettings roi = settings.roi();
        int minorDigits = Math.max(0, Currency.getInstance(roi.currency()).getDefaultFractionDigits());
        return new ValuationPolicy(roi.capabilityDefaultValue(), roi.currency(), minorDigits, roi.currencyRates());
    }

    public static TopologyOptions optionsOf(Settings settings, Norms norms, boolean watchLive) {
        RoiSettings roi = settings.roi();
        ValuationPolicy valuation = valuationOf(settings);
        AlertRules rules = AlertRules.standard()
                .overriddenBy(
                        settings.alerts().varianceThresholdPercent(),
                        settings.alerts().minCompletions(),
                        settings.alerts().evidenceC())
                .with(
                        new OutlierDetector(
                                settings.alerts().outlierScore(),
                                OutlierDetector.standard().minCompletions()),
                        new CalibrationDriftDetector(
                                settings.alerts().driftThresholdPercent(),
                                CalibrationDriftDetector.standard().minCompletions()),
                        new DataQualityDetector(
                                settings.alerts().qualityThresholdPercent(),
                                DataQualityDetector.standard().minRecords()));
        return new TopologyOptions(
                settings.kafka().prefix(),
                new StagePolicy(valuation, roi.waitingLimit(), roi.activityHorizon()),
                norms,
                rules,
                settings.streams().flushInterval(),
                settings.streams().metricsInterval(),
                settings.alerts().updateInterval(),
                roi.lateGrace(),
                roi.futureLimit(),
                ErasureKey.of(roi.erasureKey().reveal()),
                watchLive,
                settings.streams().learnNorms(),
                new InsightOptions(
                        settings.streams().insightsInterval(),
                        CalibrationPolicy.standard(),
                        watchLive && settings.roi().recalibrates(),
                        settings.roi().ledgerClosing()),
                false);
    }

    /** The topic that holds what a store of the dataflow holds, whichever instance has it. */
    public static String changelog(String prefix, String store) {
        return prefix + APPLICATION + "-" + store + "-changelog";
    }

    public InputEnd inputEnd() {
        return inputEnd;
    }

    /** The client of the dataflow, for metrics and queries. */
    public KafkaStreams dataflow() {
        return main;
    }

    /** The client of the reference check, for metrics. */
    public KafkaStreams referenceCheck() {
        return reference;
    }

    /** Why the engine stopped by itself; null while it has not. */
    public @Nullable Throwable failure() {
        return failure.get();
    }

    /** Whether processing waits for room on the disk of the state folder. */
    public boolean isDiskFull() {
        return disk.isFull();
    }

    public boolean isRunning() {
        return main.state() == KafkaStreams.State.RUNNING && reference.state() == KafkaStreams.State.RUNNING;
    }

    /** Leaves the group, so that another instance or the next start takes over at once. */
    @Override
    public void close() {
        closing.countDown();
        CloseOptions options = CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(STOP_LIMIT);
        main.close(options);
        reference.close(options);
    }
}
