package io.cohortroi.runtime.connect;

import io.cohortroi.connect.JsonlSinkConfig;
import io.cohortroi.connect.JsonlSinkConnector;
import io.cohortroi.runtime.config.SinkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** The connector's configuration for the embedded run: our settings in Connect's words. */
public final class RoiRecordSink {
    private RoiRecordSink() {}

    /**
     * Creates the folder when missing. Files lie directly in {@code settings.dir()}; the connector is named after the
     * topic, so its consumer group carries the topic's prefix.
     *
     * @param topic with its prefix
     * @param finishOnClose whether a stop gives every file its final name, as one-shot runs want
     */
    public static Map<String, String> connector(SinkSettings settings, String topic, boolean finishOnClose) {
        try {
            Files.createDirectories(settings.dir());
        } catch (IOException e) {
            throw new UncheckedIOException("the sink's folder " + settings.dir() + " cannot be created", e);
        }
        long windowMs = settings.rotateInterval().isZero()
                ? Long.MAX_VALUE
                : settings.rotateInterval().toMillis();
        Map<String, String> connector = new HashMap<>();
        connector.put("name", topic + "-jsonl");
        connector.put("connector.class", JsonlSinkConnector.class.getName());
        connector.put("tasks.max", "1");
        connector.put("topics", topic);
        connector.put(JsonlSinkConfig.DIRECTORY, settings.dir().toString());
        connector.put(JsonlSinkConfig.TOPIC_FOLDERS, "false");
        connector.put(JsonlSinkConfig.ROTATE_BYTES, Long.toString(settings.rotateBytes()));
        connector.put(JsonlSinkConfig.ROTATE_LINES, Long.toString(settings.rotateRecords()));
        connector.put(JsonlSinkConfig.ROTATE_RECORD_TIME_MS, Long.toString(windowMs));
        connector.put(JsonlSinkConfig.COMPRESSION, settings.gzip() ? "gzip" : "none");
        connector.put(JsonlSinkConfig.FINISH_ON_CLOSE, Boolean.toString(finishOnClose));
        connector.put(JsonlSinkConfig.WORKER_READS_COMMITTED, "true");
        return connector;
    }
}
