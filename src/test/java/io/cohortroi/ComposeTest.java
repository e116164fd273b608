package io.cohortroi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.cohortroi.connect.JsonlSinkConnector;
import io.cohortroi.runtime.cli.TopicsCommand;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.http.HttpSettings;
import io.cohortroi.runtime.topics.TopicCatalog;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * {@code docker-compose.yml} cannot be started where this is built, so everything in it that the program, the broker or the
 * sink reads is put to the one that reads it.
 */
class ComposeTest {

    private static final Path OPERATIONS = Path.of("src/docs/operations");
    private static final List<String> BROKERS = List.of("kafka-1", "kafka-2", "kafka-3");
    private static final String BOOTSTRAP = "kafka-1:9092,kafka-2:9092,kafka-3:9092";
    private static final String TOKEN = "a-token-of-24-characters";

    private final JsonNode compose = yaml(Path.of("docker-compose.yml"));

    @TempDir
    Path folder;

    @Test
    void shouldHaveTheServicesOfTheContract() {
        assertThat(names(compose.get("services")))
                .containsExactlyInAnyOrder(
                        "kafka-1", "kafka-2", "kafka-3", "topics", "cohort-roi", "connect", "prometheus", "grafana");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka-1", "kafka-2", "kafka-3"})
    void shouldConfigureBrokersInKafkasOwnWords(String name) throws IOException {
        Map<String, String> broker = brokerSettings(name);

        assertThat(KafkaConfig.configDef().names()).containsAll(broker.keySet());
        assertThat(KafkaConfig.configDef().parse(broker))
                .containsEntry("auto.create.topics.enable", false)
                .containsEntry("unclean.leader.election.enable", false)
                .containsEntry("default.replication.factor", BROKERS.size())
                .containsEntry("min.insync.replicas", 2)
                .containsEntry("offsets.topic.replication.factor", (short) BROKERS.size())
                .containsEntry("transaction.state.log.replication.factor", (short) BROKERS.size())
                .containsEntry("transaction.state.log.min.isr", 2);
        assertThat(broker.get("node.id")).isEqualTo(name.substring("kafka-".length()));
        assertThat(broker.get("controller.quorum.voters").split(","))
                .containsExactly("1@kafka-1:9093", "2@kafka-2:9093", "3@kafka-3:9093");
        assertThat(broker.get("advertised.listeners")).startsWith("PLAINTEXT://" + name + ":9092,HOST://localhost:");
        assertThat(broker.get("listeners")).contains("PLAINTEXT://:9092", "CONTROLLER://:9093", "HOST://:29092");
        assertThat(texts(service(name).get("volumes"))).containsExactly(name + ":" + broker.get("log.dirs"));
        assertThat(texts(service(name).at("/healthcheck/test"))).endsWith("--bootstrap-server", "localhost:9092");
    }

    @Test
    void shouldPublishEachBrokerWhereItSaysItIs() throws IOException {
        Set<String> published = new HashSet<>();
        for (String name : BROKERS) {
            String advertised = brokerSettings(name).get("advertised.listeners");
            String hostPort = advertised.substring(advertised.lastIndexOf(':') + 1);
            published.add(hostPort);
            assertThat(texts(service(name).get("ports"))).containsExactly("127.0.0.1:" + hostPort + ":29092");
        }
        assertThat(published).hasSameSizeAs(BROKERS);
    }

    @Test
    void shouldGiveTheProgramSettingsThatItReads() {
        Settings settings = Settings.of(Optional.empty(), environment("cohort-roi"), Map.of());

        assertThat(settings.kafka().bootstrapServers()).isEqualTo(BOOTSTRAP);
        assertThat(settings.kafka().replicationFactor()).isEqualTo((short) BROKERS.size());
        HttpSettings listens = HttpSettings.of(
                settings.http().host(),
                settings.http().port(),
                settings.http().token().map(token -> token.reveal()));
        assertThat(listens.host()).isEqualTo("0.0.0.0");
        assertThat(texts(service("cohort-roi").get("ports")))
                .containsExactly("127.0.0.1:" + listens.port() + ":" + listens.port());
        assertThat(texts(service("cohort-roi").get("volumes"))).contains("cohort-roi:" + settings.dataDir());
        assertThat(service("cohort-roi").at("/healthcheck/test/3").asText())
                .contains("/dev/tcp/127.0.0.1/" + listens.port() + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "cohort-roi"})
    void shouldStartTheProgramFromTheMountedBuild(String name) throws IOException {
        List<String> command = texts(service(name).get("command"));
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(texts(service(name).get("volumes"))).contains("./target:/opt/cohort-roi:ro");
        assertThat(command)
                .contains("/opt/cohort-roi/cohort-roi.jar:/opt/cohort-roi/lib/*", "io.cohortroi.runtime.Main");
        assertThat(pom)
                .contains(
                        "<finalName>cohort-roi</finalName>",
                        "<mainClass>io.cohortroi.runtime.Main</mainClass>",
                        "<outputDirectory>${project.build.directory}/lib</outputDirectory>");
    }

    @Test
    void shouldCreateTopicsWithOptionsThatExist() {
        List<String> command = texts(service("topics").get("command"));
        List<String> arguments = command.subList(command.indexOf("topics") + 1, command.size());

        CommandLine.ParseResult parsed = new CommandLine(new TopicsCommand())
                .parseArgs(arguments.toArray(String[]::new))
                .subcommand();

        assertThat(parsed.commandSpec().name()).isEqualTo("apply");
        assertThat(parsed.matchedOption("--bootstrap").<String>getValue()).isEqualTo(BOOTSTRAP);
        assertThat(parsed.matchedOption("--replication").<Integer>getValue()).isEqualTo(BROKERS.size());
    }

    @Test
    void shouldConfigureTheSinkInItsOwnWords() throws Exception {
        Map<String, String> worker = properties(OPERATIONS.resolve("connect/worker.properties"));
        Map<String, String> sink = properties(OPERATIONS.resolve("connect/roi-records-sink.properties"));
        JsonNode service = service("connect");

        assertThat(new StandaloneConfig(worker).originals())
                .containsEntry("bootstrap.servers", BOOTSTRAP)
                .containsEntry("consumer.isolation.level", "read_committed")
                .containsEntry("consumer.auto.offset.reset", "earliest");
        assertThat(sink.get("connector.class")).isEqualTo(JsonlSinkConnector.class.getName());
        assertThat(TopicCatalog.load().topics()).anyMatch(topic -> topic.name().equals(sink.get("topics")));
        assertThat(texts(service.get("volumes")))
                .contains(
                        "./src/docs/operations/connect:/etc/cohort-roi:ro",
                        "./target/cohort-roi-connect.jar:" + worker.get("plugin.path")
                                + "/cohort-roi/cohort-roi-connect.jar:ro",
                        "roi-records:" + sink.get("directory"));
        assertThat(texts(service.get("command")))
                .endsWith("/etc/cohort-roi/worker.properties", "/etc/cohort-roi/roi-records-sink.properties");
        assertThat(service.at("/healthcheck/test/3").asText())
                .contains("http://localhost" + worker.get("listeners").substring("http://".length()) + "/connectors/"
                        + sink.get("name") + "/status");

        sink.put("directory", folder.toString());
        assertThat(new JsonlSinkConnector().validate(sink).configValues())
                .flatExtracting(ConfigValue::errorMessages)
                .isEmpty();
    }

    @Test
    void shouldScrapeTheProgramWithItsToken() {
        JsonNode job = yaml(OPERATIONS.resolve("prometheus/prometheus.yml")).at("/scrape_configs/0");

        assertThat(texts(job.at("/static_configs/0/targets"))).containsExactly("cohort-roi:8080");
        assertThat(job.at("/authorization/credentials_file").asText()).isEqualTo("/run/secrets/http_token");
        assertThat(texts(service("prometheus").get("secrets"))).containsExactly("http_token");
        assertThat(compose.at("/secrets/http_token/environment").asText()).isEqualTo("COHORT_ROI_HTTP_TOKEN");
        assertThat(texts(service("prometheus").get("volumes")))
                .contains("./src/docs/operations/prometheus:/etc/prometheus:ro");
    }

    @Test
    void shouldProvisionGrafanaFromFilesThatAreThere() {
        JsonNode source = yaml(OPERATIONS.resolve("grafana/provisioning/datasources/prometheus.yml"));
        JsonNode provider = yaml(OPERATIONS.resolve("grafana/provisioning/dashboards/cohort-roi.yml"));

        assertThat(source.at("/datasources/0/url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(texts(service("grafana").get("volumes")))
                .containsExactly(
                        "./src/docs/operations/grafana/provisioning:/etc/grafana/provisioning:ro",
                        "./src/docs/operations/grafana/dashboards:"
                                + provider.at("/providers/0/options/path").asText() + ":ro");
    }

    @Test
    void shouldMountOnlyWhatIsThereAndWaitOnlyForWhatCanBeWaitedFor() {
        Set<String> volumes = names(compose.get("volumes"));
        for (String name : names(compose.get("services"))) {
            for (String mount : texts(service(name).path("volumes"))) {
                String from = mount.substring(0, mount.indexOf(':'));
                assertThat(from.startsWith("./target") || volumes.contains(from) || Files.exists(Path.of(from)))
                        .as("%s mounts %s", name, from)
                        .isTrue();
            }
            JsonNode dependsOn = service(name).path("depends_on");
            dependsOn.fieldNames().forEachRemaining(other -> {
                String condition = dependsOn.get(other).get("condition").asText();
                assertThat(
                                condition.equals("service_healthy")
                                        ? service(other).has("healthcheck")
                                        : other.equals("topics"))
                        .as("%s waits for %s until %s", name, other, condition)
                        .isTrue();
            });
        }
    }

    @Test
    void shouldPublishNothingBeyondThisMachine() {
        for (String name : names(compose.get("services"))) {
            assertThat(texts(service(name).path("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
        }
    }

    private Map<String, String> brokerSettings(String name) throws IOException {
        Map<String, String> environment =
                new TreeMap<>(properties(Path.of(service(name).get("env_file").asText())));
        environment.putAll(environment(name));
        assertThat(environment).containsKey("CLUSTER_ID");
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((key, value) -> {
            if (key.startsWith("KAFKA_") && !key.equals("KAFKA_HEAP_OPTS")) {
                settings.put(
                        key.substring("KAFKA_".length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        return settings;
    }

    /** With the token that the person who starts it must give. */
    private Map<String, String> environment(String name) {
        Map<String, String> environment = new HashMap<>();
        JsonNode given = service(name).get("environment");
        given.fieldNames().forEachRemaining(key -> {
            String value = given.get(key).asText();
            environment.put(key, value.startsWith("${COHORT_ROI_HTTP_TOKEN:?") ? TOKEN : value);
        });
        return environment;
    }

    private JsonNode service(String name) {
        return compose.get("services").get(name);
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode array) {
        Stream<JsonNode> elements = StreamSupport.stream(array.spliterator(), false);
        return new ArrayList<>(elements.map(JsonNode::asText).toList());
    }

    private static Map<String, String> properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> map = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
        return map;
    }

    private static JsonNode yaml(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
