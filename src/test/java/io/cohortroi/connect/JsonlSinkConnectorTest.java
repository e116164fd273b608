package io.cohortroi.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlSinkConnectorTest {
    @TempDir
    Path directory;

    private final JsonlSinkConnector connector = new JsonlSinkConnector();

    @Test
    void shouldAcceptTheLeastConfiguration() {
        assertThat(errors(Map.of())).isEmpty();
        assertThat(errors(Map.of(
                        "worker.reads.committed", "true", "consumer.override.isolation.level", "read_committed")))
                .isEmpty();
        assertThat(errors(Map.of("layout", "date", "rotate.record.time.ms", "3600000")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "directory|''|String must be non-empty",
                "directory|/no/such/folder|directory must be an existing folder, found /no/such/folder",
                "layout|weekly|String must be one of: flat, date",
                "rotate.bytes|0|Value must be at least 1",
                "rotate.bytes|64MB|Not a number of type LONG",
                "rotate.lines|-1|Value must be at least 1",
                "rotate.record.time.ms|0|Value must be at least 1",
                "compression|zstd|String must be one of: none, gzip",
                "finish.on.close|maybe|Expected value to be either true or false",
                "topic.folders|maybe|Expected value to be either true or false",
                "retry.timeout.ms|-5|Value must be at least 0",
                "consumer.override.isolation.level|read_uncommitted|must be read_committed, found read_uncommitted",
                "value.converter|org.apache.kafka.connect.json.JsonConverter|must be ByteArrayConverter or StringConverter"
            })
    void shouldSayWhatIsWrongWithAValue(String key, String value, String message) {
        assertThat(errors(Map.of(key, value)))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).containsAnyOf(key, "String must be"))
                .anySatisfy(error -> assertThat(error).contains(message));
    }

    @Test
    void shouldRefuseToReadUncommittedRecordsUnknowingly() {
        Map<String, String> configured = configured();
        configured.remove("consumer.override.isolation.level");

        assertThat(messages(configured)).singleElement().asString().contains("aborted records would become lines");
        configured.put("worker.reads.committed", "true");
        assertThat(messages(configured)).isEmpty();
    }

    @Test
    void shouldRefuseWindowsThatDoNotFitTheFoldersOfDates() {
        assertThat(errors(Map.of("layout", "date", "rotate.record.time.ms", "7000000")))
                .containsExactly(
                        "rotate.record.time.ms must divide a day (86400000 ms) when layout is date, found 7000000");
    }

    @Test
    void shouldNameAMissingDirectory() {
        Map<String, String> configured = configured();
        configured.remove("directory");

        assertThat(messages(configured))
                .singleElement()
                .asString()
                .contains("Missing required configuration \"directory\"");
    }

    @Test
    void shouldGiveEveryTaskTheWholeConfiguration() {
        connector.start(configured());

        assertThat(connector.taskConfigs(3)).hasSize(3).containsOnly(configured());
        assertThat(connector.taskClass()).isEqualTo(JsonlSinkTask.class);
    }

    @Test
    void shouldNotStartWithAWrongConfiguration() {
        Map<String, String> configured = configured();
        configured.put("layout", "weekly");

        assertThatThrownBy(() -> connector.start(configured)).isInstanceOf(ConfigException.class);
    }

    @Test
    void shouldRefuseOffsetsFromOutside() {
        assertThatThrownBy(() -> connector.alterOffsets(configured(), Map.of()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("position of this connector is in its files");
    }

    @Test
    void shouldDocumentEveryKeyWithItsUnit() {
        for (ConfigDef.ConfigKey key : connector.config().configKeys().values()) {
            assertThat(key.documentation).as(key.name).isNotBlank();
            if (key.type == ConfigDef.Type.LONG) {
                assertThat(key.documentation).as(key.name).containsIgnoringCase(unit(key.name));
            }
        }
    }

    private static String unit(String key) {
        return key.endsWith(".ms") ? "milliseconds" : key.substring(key.lastIndexOf('.') + 1);
    }

    private List<String> errors(Map<String, String> changes) {
        Map<String, String> configured = configured();
        configured.putAll(changes);
        return messages(configured);
    }

    private List<String> messages(Map<String, String> configured) {
        return connector.validate(configured).configValues().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }

    private Map<String, String> configured() {
        return new HashMap<>(
                Map.of("directory", directory.toString(), "consumer.override.isolation.level", "read_committed"));
    }
}
