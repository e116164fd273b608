package io.cohortroi.runtime.streams;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.http.PipelineStatus;
import io.cohortroi.topology.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds how far the stream is, on a thread of its own, so that whoever asks pays for a volatile read.
 * While the cluster does not answer, the last lag stands with the time it was measured at.
 */
public final class PipelineWatch implements Supplier<PipelineStatus>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PipelineWatch.class);
    private static final long EVERY_MS = 2_000;
    private static final List<String> INPUTS =
            List.of(Topics.LEARNERS, Topics.ACTIVITY, Topics.COMPLETIONS, Topics.FINANCE_LEDGER);

    private final KafkaStreams streams;
    private final String prefix;
    private final Clock clock;
    private final Admin admin;
    private final Lag lag;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "pipeline-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile PipelineStatus status = PipelineStatus.unknown();

    private PipelineWatch(Settings settings, StreamEngine engine, Clock clock) {
        this.streams = engine.dataflow();
        this.prefix = settings.kafka().prefix();
        this.clock = clock;
        this.admin = Admin.create(settings.kafka().clientProperties());
        Set<String> topics = INPUTS.stream().map(topic -> prefix + topic).collect(Collectors.toUnmodifiableSet());
        this.lag = new Lag(admin, prefix + StreamEngine.APPLICATION, topics);
    }

    public static PipelineWatch start(Settings settings, StreamEngine engine, Clock clock) {
        PipelineWatch watch = new PipelineWatch(settings, engine, clock);
        Future<?> unused = watch.timer.scheduleWithFixedDelay(watch::look, 0, EVERY_MS, TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public PipelineStatus get() {
        return status;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close();
    }

    private void look() {
        try {
            status = local(status.lag(), status.measuredAt());
            SortedMap<String, Long> left = new TreeMap<>();
            lag.readByTopic().forEach((topic, reading) -> left.put(topic.substring(prefix.length()), reading.left()));
            status = local(left, Optional.of(clock.instant()));
        } catch (KafkaException | IllegalStateException e) {
            log.debug("how far the stream is could not be measured", e);
        }
    }

    private PipelineStatus local(SortedMap<String, Long> left, Optional<Instant> measuredAt) {
        int active = 0;
        int standby = 0;
        for (var thread : streams.metadataForLocalThreads()) {
            active += thread.activeTasks().size();
            standby += thread.standbyTasks().size();
        }
        long restoring = streams.allLocalStorePartitionLags().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .mapToLong(store -> store.offsetLag())
                .sum();
        return new PipelineStatus(active, standby, restoring, left, measuredAt);
    }
}
