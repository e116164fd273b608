package io.cohortroi.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * The JSONL files of {@code roi-records}. A file is finished at the first of the three limits.
 *
 * @param rotateBytes of lines before compression
 * @param rotateRecordTime how much record time one file covers, in whole windows from 1970-01-01 UTC
 * @param compression of finished files: {@code none} or {@code gzip}
 */
public record SinkSettings(
        Path dir, long rotateLines, long rotateBytes, Duration rotateRecordTime, String compression) {

    static SinkSettings read(Values values, Path dataDir) {
        return new SinkSettings(
                values.path("sink.dir", dataDir.resolve("roi-records")),
                values.longInteger("sink.rotate.lines", 1, Integer.MAX_VALUE),
                values.longInteger("sink.rotate.bytes", 1, 1L << 40),
                values.duration("sink.rotate.record.time.ms", ChronoUnit.MILLIS, 1, 366L * 86_400_000),
                values.oneOf("sink.compression", "none", "gzip"));
    }

    SinkSettings at(Path folder) {
        return new SinkSettings(folder, rotateLines, rotateBytes, rotateRecordTime, compression);
    }

    /** In the words of the sink connector. */
    public Map<String, String> connectorProperties() {
        return Map.of(
                "directory", dir.toAbsolutePath().toString(),
                "rotate.lines", String.valueOf(rotateLines),
                "rotate.bytes", String.valueOf(rotateBytes),
                "rotate.record.time.ms", String.valueOf(rotateRecordTime.toMillis()),
                "compression", compression);
    }
}
