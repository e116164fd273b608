package io.cohortroi.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.runtime.config.Settings;
import io.cohortroi.topology.error.Quarantine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of Kafka Streams without which something is lost, by default. */
class StreamsPropertiesTest {
    @TempDir
    Path folder;

    @Test
    void shouldLeaveOutWhatLosesState() {
        StreamsConfig config = new StreamsConfig(properties());

        assertThat(config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)).isEqualTo("exactly_once_v2");
        // A table that reuses its source topic as changelog can be emptied while brokers restart.
        assertThat(config.getString(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG)).isEqualTo("none");
        assertThat(config.getString(StreamsConfig.STATE_DIR_CONFIG)).startsWith(folder.toString());
        assertThat(config.getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
    }

    @Test
    void shouldShareOneBoundOfMemoryAmongAllStores() {
        Properties properties = properties();

        assertThat(properties.get(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
                .isEqualTo(RocksMemory.Setter.class);
        assertThat(properties.get(RocksMemory.CONFIG)).isInstanceOf(RocksMemory.class);
    }

    private Properties properties() {
        Settings settings = Settings.of(
                Optional.empty(), Map.of(), Map.of("bootstrap.servers", "127.0.0.1:1", "data.dir", folder.toString()));
        return StreamsProperties.of(settings, "test", 1, new RocksMemory(1 << 20, 1 << 20), new Quarantine());
    }
}
