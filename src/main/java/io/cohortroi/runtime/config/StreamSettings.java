package io.cohortroi.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How the stream processor runs.
 *
 * @param stateDir where state stores live
 * @param processingGuarantee {@code exactly_once_v2} or {@code at_least_once}
 * @param commitInterval 1 ms to 60 s
 * @param flushInterval after which partial sums go on to their cohort, 1 ms to 60 s
 * @param metricsInterval at most one record per cohort on {@code cohort-metrics} in this time, 1 ms to 60 s
 * @param insightsInterval at most one record per cohort on {@code cohort-insights} in this time, 1 ms to 10 min
 * @param threads 1 to 64
 * @param standbyReplicas 0 to 2
 * @param learnNorms whether what is usual of learners is learned from the stream; else the norms are pinned
 * @param cacheMaxBytes over all threads; 0 for no cache
 * @param rocksdbWriteBufferBytes of one store partition before it goes to disk
 */
public record StreamSettings(
        Path stateDir,
        String processingGuarantee,
        Duration commitInterval,
        Duration flushInterval,
        Duration metricsInterval,
        Duration insightsInterval,
        int threads,
        int standbyReplicas,
        boolean learnNorms,
        long cacheMaxBytes,
        long rocksdbWriteBufferBytes) {

    private static final long MINUTE_MS = 60_000;
    private static final Duration BOUNDED_PACE = Duration.ofSeconds(1);
    private static final long BOUNDED_CACHE_BYTES = 64L * 1024 * 1024;

    static StreamSettings read(Values values, Path dataDir) {
        return new StreamSettings(
                values.path("state.dir", dataDir.resolve("state")),
                values.oneOf("processing.guarantee", "exactly_once_v2", "at_least_once"),
                values.duration("commit.interval.ms", ChronoUnit.MILLIS, 1, MINUTE_MS),
                values.duration("flush.interval.ms", ChronoUnit.MILLIS, 1, MINUTE_MS),
                values.duration("metrics.interval.ms", ChronoUnit.MILLIS, 1, MINUTE_MS),
                values.duration("insights.interval.ms", ChronoUnit.MILLIS, 1, 10 * MINUTE_MS),
                values.integer("num.stream.threads", 1, 64),
                values.integer("num.standby.replicas", 0, 2),
                values.flag("norms.learn"),
                values.longInteger("cache.max.bytes", 0, 1L << 34),
                values.longInteger("rocksdb.write.buffer.bytes", 64 << 10, 1L << 30));
    }

    StreamSettings learningNorms(boolean learn) {
        return new StreamSettings(
                stateDir,
                processingGuarantee,
                commitInterval,
                flushInterval,
                metricsInterval,
                insightsInterval,
                threads,
                standbyReplicas,
                learn,
                cacheMaxBytes,
                rocksdbWriteBufferBytes);
    }

    /** For an input that is complete: nobody waits for single events, so fewer commits and flushes do; norms are pinned. */
    StreamSettings bounded(Path elsewhere) {
        return new StreamSettings(
                elsewhere,
                processingGuarantee,
                BOUNDED_PACE,
                BOUNDED_PACE,
                BOUNDED_PACE,
                BOUNDED_PACE,
                threads,
                standbyReplicas,
                false,
                Math.max(cacheMaxBytes, BOUNDED_CACHE_BYTES),
                rocksdbWriteBufferBytes);
    }
}
