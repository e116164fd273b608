package io.cohortroi.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void shouldHaveTheDefaultsOfTheFile() {
        Settings settings = with(Map.of());

        assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
        assertThat(settings.kafka()).isEqualTo(new KafkaSettings("", "", 6, (short) 1, Map.of()));
        assertThat(settings.broker()).isEqualTo(new BrokerSettings(0, false));
        assertThat(settings.streams())
                .isEqualTo(new StreamSettings(
                        Path.of("data/state"),
                        "exactly_once_v2",
                        Duration.ofMillis(100),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        2,
                        0,
                        true,
                        10_485_760,
                        8_388_608));
        assertThat(settings.roi())
                .isEqualTo(new RoiSettings(
                        new BigDecimal("576"),
                        "EUR",
                        Map.of(),
                        Duration.ofDays(7),
                        Duration.ofDays(7),
                        Duration.ofDays(90),
                        Duration.ofHours(24),
                        Duration.ofDays(10),
                        false,
                        new Secret("cohort-roi")));
        assertThat(settings.alerts())
                .isEqualTo(new AlertSettings(
                        BigDecimal.TEN,
                        20,
                        10_000,
                        new BigDecimal("8"),
                        new BigDecimal("15"),
                        new BigDecimal("5"),
                        Duration.ofMinutes(1),
                        Optional.empty(),
                        Optional.empty(),
                        ""));
        assertThat(settings.http())
                .isEqualTo(new ListenSettings("127.0.0.1", 8080, Optional.empty(), Optional.empty()));
        assertThat(settings.sink())
                .isEqualTo(new SinkSettings(
                        Path.of("data/roi-records"), 1_000_000, 67_108_864, Duration.ofDays(1), "none"));
    }

    @Test
    void shouldReadEveryKeyOfTheDefaultsFile() {
        Map<String, Setting> all = new SettingsSources().settings();
        Values values = new Values(all);

        Settings.read(values, all);

        assertThat(values.unread()).isEmpty();
    }

    @Test
    void shouldLetFlagsWinOverEnvironmentOverFileOverDefaults() throws Exception {
        Path file = file("http.port=1\nbroker.port=1\nnum.stream.threads=1\n");

        Settings settings = Settings.of(
                Optional.of(file),
                Map.of("COHORT_ROI_HTTP_PORT", "2", "COHORT_ROI_BROKER_PORT", "2", "HOME", "/root"),
                Map.of("http.port", "3"));

        assertThat(settings.http().port()).isEqualTo(3);
        assertThat(settings.broker().port()).isEqualTo(2);
        assertThat(settings.streams().threads()).isEqualTo(1);
        assertThat(settings.effective())
                .contains(
                        new Setting("http.port", "3", "--set"),
                        new Setting("broker.port", "2", "environment COHORT_ROI_BROKER_PORT"),
                        new Setting("num.stream.threads", "1", "file " + file),
                        new Setting("currency", "EUR", "default"));
    }

    @Test
    void shouldPutStateAndSinkIntoTheDataFolderUnlessToldOtherwise() {
        assertThat(with(Map.of("data.dir", "/d")).streams().stateDir()).isEqualTo(Path.of("/d/state"));
        assertThat(with(Map.of("data.dir", "/d")).sink().dir()).isEqualTo(Path.of("/d/roi-records"));
        assertThat(with(Map.of("data.dir", "/d", "sink.dir", "/s")).sink().dir())
                .isEqualTo(Path.of("/s"));
    }

    @Test
    void shouldSpeakTheWordsOfTheSinkConnector() {
        SinkSettings sink =
                with(Map.of("sink.dir", "/s", "sink.compression", "gzip")).sink();

        assertThat(sink.connectorProperties())
                .isEqualTo(Map.of(
                        "directory", "/s",
                        "rotate.lines", "1000000",
                        "rotate.bytes", "67108864",
                        "rotate.record.time.ms", "86400000",
                        "compression", "gzip"));
    }

    @Test
    void shouldReadForeignRates() {
        assertThat(with(Map.of("currency.rates", "USD=0.92, GBP=1.17")).roi().currencyRates())
                .isEqualTo(Map.of("USD", new BigDecimal("0.92"), "GBP", new BigDecimal("1.17")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http.port|70000|http.port must be a whole number from 0 to 65535, found '70000' (--set).",
                "http.port|eighty|http.port must be a whole number from 0 to 65535, found 'eighty' (--set).",
                "commit.interval.ms|0|commit.interval.ms must be a whole number from 1 to 60000, found '0' (--set).",
                "broker.durable|yes|broker.durable must be one of true, false, found 'yes' (--set).",
                "capability.default.value|0|capability.default.value must be a number above 0, at most 1000000000,"
                        + " found '0' (--set).",
                "capability.default.value|1e3|capability.default.value must be a number above 0, at most 1000000000,"
                        + " found '1e3' (--set).",
                "alert.evidence.c|1|alert.evidence.c must be a number above 1, at most 1000000000, found '1' (--set).",
                "prefix|a/b|prefix must be at most 64 of A-Z a-z 0-9 . _ -, found 'a/b' (--set).",
                "bootstrap.servers|localhost|bootstrap.servers must be a list of host:port, or empty, found"
                        + " 'localhost' (--set).",
                "currency|Euro|currency must be an ISO 4217 code such as EUR, found 'Euro' (--set).",
                "currency.rates|USD|currency.rates must be a list such as USD=0.92,GBP=1.17, found 'USD' (--set).",
                "currency.rates|USD=1,USD=2|currency.rates must be a list that names each currency once, found"
                        + " 'USD=1,USD=2' (--set).",
                "currency.rates|EUR=1|currency.rates must not name EUR, which is currency itself.",
                "data.dir|''|data.dir must be a folder, found '' (--set).",
                "processing.guarantee|maybe|processing.guarantee must be one of exactly_once_v2, at_least_once, found"
                        + " 'maybe' (--set).",
                "htp.port|1|There is no setting htp.port (--set). Did you mean http.port?",
                "colour|red|There is no setting colour (--set).",
                "kafka.security.protocoll|SSL|There is no setting kafka.security.protocoll (--set). Did you mean"
                        + " kafka.security.protocol?",
                "kafka.isolation.level|read_uncommitted|kafka.isolation.level (--set) cannot be set: the program"
                        + " decides isolation.level, because exactly-once rests on it.",
            })
    void shouldNameKeyRuleAndValue(String key, String value, String message) {
        assertThatThrownBy(() -> with(Map.of(key, value)))
                .isInstanceOf(SettingsException.class)
                .hasMessage(message);
    }

    @Test
    void shouldSuggestTheVariableForAMistypedVariable() {
        assertThatThrownBy(() -> Settings.of(Optional.empty(), Map.of("COHORT_ROI_HTTP_PROT", "1"), Map.of()))
                .hasMessage("There is no setting COHORT_ROI_HTTP_PROT (environment COHORT_ROI_HTTP_PROT)."
                        + " Did you mean COHORT_ROI_HTTP_PORT?");
    }

    @Test
    void shouldLeaveTheVariablesOfLauncherAndLogAlone() {
        Map<String, String> environment =
                Map.of("COHORT_ROI_OPTS", "-Xmx1g", "COHORT_ROI_LOG_FORMAT", "json", "COHORT_ROI_LOG_LEVEL", "DEBUG");

        assertThat(Settings.of(Optional.empty(), environment, Map.of()).kafka().clientSettings())
                .isEmpty();
    }

    @Test
    void shouldPassClientSettingsThroughAndNeverPrintSecrets() throws Exception {
        Path file = file("kafka.security.protocol=SASL_SSL\nhttp.token=tok-very-secret\n");
        String jaas = "org.apache...PlainLoginModule required password=\"jaas-very-secret\";";

        Settings settings = Settings.of(Optional.of(file), Map.of("COHORT_ROI_KAFKA_SASL_JAAS_CONFIG", jaas), Map.of())
                .withBootstrapServers("b:1");

        assertThat(settings.kafka().clientProperties())
                .isEqualTo(
                        Map.of("bootstrap.servers", "b:1", "security.protocol", "SASL_SSL", "sasl.jaas.config", jaas));
        assertThat(settings.http().token().orElseThrow().reveal()).isEqualTo("tok-very-secret");
        assertThat(settings.toString())
                .contains("kafka.security.protocol=SASL_SSL", "http.token=****", "sasl.jaas.config=****")
                .doesNotContain("very-secret");
    }

    @Test
    void shouldSayThatTheFileCannotBeRead() {
        Path missing = folder.resolve("missing.properties");

        assertThatThrownBy(() -> Settings.of(Optional.of(missing), Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("The settings file " + missing + " cannot be read");
    }

    private static Settings with(Map<String, String> flags) {
        return Settings.of(Optional.empty(), Map.of(), flags);
    }

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("roi.properties"), content);
    }
}
