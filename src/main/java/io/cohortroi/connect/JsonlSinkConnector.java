package io.cohortroi.connect;

import static io.cohortroi.connect.JsonlSinkConfig.DAY_MS;
import static io.cohortroi.connect.JsonlSinkConfig.DIRECTORY;
import static io.cohortroi.connect.JsonlSinkConfig.LAYOUT;
import static io.cohortroi.connect.JsonlSinkConfig.LAYOUT_DATE;
import static io.cohortroi.connect.JsonlSinkConfig.ROTATE_RECORD_TIME_MS;
import static io.cohortroi.connect.JsonlSinkConfig.WORKER_READS_COMMITTED;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Writes topics of JSON values to JSONL files, exactly once: the files hold every committed record once, in order, and
 * own the position. Values must arrive as bytes or text, so that fields keep their order and numbers their digits.
 */
public final class JsonlSinkConnector extends SinkConnector {
    static final String CONSUMER_ISOLATION = "consumer.override.isolation.level";
    static final String VALUE_CONVERTER = "value.converter";
    static final Set<String> CONVERTERS = Set.of(
            "org.apache.kafka.connect.converters.ByteArrayConverter",
            "ByteArrayConverter",
            "ByteArray",
            "org.apache.kafka.connect.storage.StringConverter",
            "StringConverter",
            "String");

    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        String version = getClass().getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public ConfigDef config() {
        return JsonlSinkConfig.definition();
    }

    @Override
    public Class<? extends Task> taskClass() {
        return JsonlSinkTask.class;
    }

    @Override
    public void start(Map<String, String> configured) {
        for (ConfigValue value : validate(configured).configValues()) {
            if (!value.errorMessages().isEmpty()) {
                throw new ConfigException(String.join("; ", value.errorMessages()));
            }
        }
        properties = Map.copyOf(configured);
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        properties = Map.of();
    }

    @Override
    public Config validate(Map<String, String> configured) {
        Config config = super.validate(configured);
        for (ConfigValue value : config.configValues()) {
            if (value.errorMessages().isEmpty()) {
                check(value, configured);
            }
        }
        return config;
    }

    /** The files own the position: an offset set from outside would be overruled by them at the next start. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException(
                "the position of this connector is in its files; to write a stretch again, move its files away");
    }

    private static void check(ConfigValue value, Map<String, String> configured) {
        switch (value.name()) {
            case DIRECTORY -> checkDirectory(value);
            case ROTATE_RECORD_TIME_MS -> {
                long windowMs = (Long) value.value();
                if (LAYOUT_DATE.equals(configured.get(LAYOUT)) && (windowMs > DAY_MS || DAY_MS % windowMs != 0)) {
                    value.addErrorMessage(ROTATE_RECORD_TIME_MS + " must divide a day (" + DAY_MS
                            + " ms) when layout is date, found " + windowMs);
                }
            }
            case WORKER_READS_COMMITTED -> {
                String isolation = configured.get(CONSUMER_ISOLATION);
                if (isolation != null && !isolation.equals("read_committed")) {
                    value.addErrorMessage(CONSUMER_ISOLATION + " must be read_committed, found " + isolation);
                } else if (isolation == null && !Boolean.TRUE.equals(value.value())) {
                    value.addErrorMessage(
                            "aborted records would become lines: set " + CONSUMER_ISOLATION + "=read_committed, or "
                                    + WORKER_READS_COMMITTED
                                    + "=true when the worker is configured with consumer.isolation.level=read_committed");
                }
                String converter = configured.get(VALUE_CONVERTER);
                if (converter != null && !CONVERTERS.contains(converter)) {
                    value.addErrorMessage(VALUE_CONVERTER
                            + " must be ByteArrayConverter or StringConverter, which keep the order of fields and the"
                            + " digits of numbers; found " + converter);
                }
            }
            default -> {}
        }
    }

    private static void checkDirectory(ConfigValue value) {
        String directory = (String) value.value();
        try {
            Path path = Path.of(directory);
            if (!Files.isDirectory(path)) {
                value.addErrorMessage(DIRECTORY + " must be an existing folder, found " + directory);
            } else if (!Files.isWritable(path)) {
                value.addErrorMessage(DIRECTORY + " must be writable by this process: " + directory);
            }
        } catch (InvalidPathException e) {
            value.addErrorMessage(DIRECTORY + " must be a path: " + e.getMessage());
        }
    }
}
