package io.cohortroi.runtime.instance;

import io.cohortroi.connect.JsonlSinkConfig;
import io.cohortroi.connect.JsonlSinkConnector;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.topology.Topics;
import java.util.HashMap;
import java.util.Map;

/** The embedded sink of {@code roi-records} in the words of Kafka Connect. */
public final class Sinks {
    private Sinks() {}

    public static Map<String, String> client(Settings settings) {
        Map<String, String> client = new HashMap<>();
        settings.kafka().clientProperties().forEach((key, value) -> client.put(key, String.valueOf(value)));
        return client;
    }

    /** Files under {@code sink.dir}, which has to be there. */
    public static Map<String, String> roiRecords(Settings settings) {
        Map<String, String> config = new HashMap<>(settings.sink().connectorProperties());
        config.put("name", settings.kafka().prefix() + "roi-records-sink");
        config.put("connector.class", JsonlSinkConnector.class.getName());
        config.put("topics", settings.kafka().prefix() + Topics.ROI_RECORDS);
        config.put("tasks.max", "1");
        config.put(JsonlSinkConfig.TOPIC_FOLDERS, "false");
        config.put(JsonlSinkConfig.WORKER_READS_COMMITTED, "true");
        return config;
    }
}
