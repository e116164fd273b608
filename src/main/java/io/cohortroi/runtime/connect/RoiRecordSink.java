package io.cohortroi.runtime.connect;

import io.cohortroi.connect.JsonlSinkConfig;
import io.cohortroi.connect.JsonlSinkConnector;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sink of {@code roi-records} inside this process: the program's settings in the words of Kafka Connect. */
public final class RoiRecordSink {
    private RoiRecordSink() {}

    /**
     * Starts a worker with this one connector. Files lie directly in {@code sink.dir}, which is created when missing; the
     * connector is named after the topic, so its consumer group carries the topic's prefix.
     *
     * @param finishOnClose whether a stop gives every file its final name, as one-shot runs want
     * @throws ConnectStartException if the configuration is refused or the broker cannot be reached
     */
    public static EmbeddedConnect start(Settings settings, boolean finishOnClose) throws IOException {
        Files.createDirectories(settings.sink().dir());
        Map<String, String> client = new HashMap<>();
        settings.kafka().clientProperties().forEach((key, value) -> client.put(key, String.valueOf(value)));
        return EmbeddedConnect.start(client, connector(settings, finishOnClose));
    }

    /** The topics this sink writes out, as {@link SinkProgress} wants them. */
    public static List<String> topics(Settings settings) {
        return List.of(settings.kafka().prefix() + Topics.ROI_RECORDS);
    }

    private static Map<String, String> connector(Settings settings, boolean finishOnClose) {
        String topic = settings.kafka().prefix() + Topics.ROI_RECORDS;
        Map<String, String> connector = new HashMap<>(settings.sink().connectorProperties());
        connector.put("name", topic + "-jsonl");
        connector.put("connector.class", JsonlSinkConnector.class.getName());
        connector.put("tasks.max", "1");
        connector.put("topics", topic);
        connector.put(JsonlSinkConfig.TOPIC_FOLDERS, "false");
        connector.put(JsonlSinkConfig.FINISH_ON_CLOSE, Boolean.toString(finishOnClose));
        connector.put(JsonlSinkConfig.WORKER_READS_COMMITTED, "true");
        return connector;
    }
}
