package io.cohortroi.runtime.streams;

import io.cohortroi.runtime.http.StreamHealth;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.LagInfo;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine's answers can be believed. RUNNING alone does not say so: right after a crash the client is RUNNING
 * before its tasks are assigned, so tasks and what is left to restore are looked at too.
 */
public final class EngineHealth implements Supplier<StreamHealth> {
    private static final long CHECK_EVERY_MS = 500;
    private static final long NEARLY_RESTORED = 1_000;

    private final StreamEngine engine;
    private final Clock clock;
    private @Nullable Instant notReadySince;
    private @Nullable StreamHealth last;
    private long checkedAtMs;

    public EngineHealth(StreamEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
        this.notReadySince = clock.instant();
    }

    @Override
    public synchronized StreamHealth get() {
        long now = clock.millis();
        if (last == null || now - checkedAtMs >= CHECK_EVERY_MS) {
            checkedAtMs = now;
            last = check();
        }
        return last;
    }

    private StreamHealth check() {
        KafkaStreams.State state = engine.dataflow().state();
        boolean ready = engine.failure() == null
                && !engine.isDiskFull()
                && engine.isRunning()
                && hasTasks()
                && restoring() < NEARLY_RESTORED;
        if (ready) {
            notReadySince = null;
        } else if (notReadySince == null) {
            notReadySince = clock.instant();
        }
        String word = engine.isDiskFull()
                ? "DISK_FULL"
                : state == KafkaStreams.State.RUNNING && !ready ? "RESTORING" : state.name();
        return new StreamHealth(engine.failure() == null, ready, word, Optional.ofNullable(notReadySince));
    }

    private boolean hasTasks() {
        return engine.dataflow().metadataForLocalThreads().stream()
                .anyMatch(thread -> !thread.activeTasks().isEmpty());
    }

    private long restoring() {
        return engine.dataflow().allLocalStorePartitionLags().values().stream()
                .flatMap(partitions -> partitions.values().stream())
                .mapToLong(LagInfo::offsetLag)
                .max()
                .orElse(0);
    }
}
