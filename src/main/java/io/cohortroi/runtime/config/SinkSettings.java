package io.cohortroi.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The JSONL files of {@code roi-records}. A file is finished at the first of the three limits.
 *
 * @param rotateInterval of record time; zero for never
 */
public record SinkSettings(Path dir, long rotateRecords, long rotateBytes, Duration rotateInterval, boolean gzip) {

    static SinkSettings read(Values values, Path dataDir) {
        return new SinkSettings(
                values.path("sink.dir", dataDir.resolve("roi-records")),
                values.longInteger("sink.rotate.records", 1, Integer.MAX_VALUE),
                values.longInteger("sink.rotate.bytes", 1, 1L << 40),
                values.duration("sink.rotate.interval.ms", ChronoUnit.MILLIS, 0, 366L * 86_400_000),
                values.flag("sink.gzip"));
    }
}
