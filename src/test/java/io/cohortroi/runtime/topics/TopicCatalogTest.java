package io.cohortroi.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.topology.error.DeadLetters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that the document itself has to keep. */
class TopicCatalogTest {
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\": *\"([a-z-]+\\.json)");
    private static final Set<String> BINDING_SETTINGS =
            Set.of("cleanup.policy", "retention.ms", "retention.bytes", "delete.retention.ms", "max.message.bytes");

    private final JsonNode document = AsyncApiDocument.read();
    private final TopicCatalog catalog = TopicCatalog.load();

    @Test
    void shouldHoldAllTopicsWithKeyPolicyAndPartitions() {
        assertThat(catalog.topics().stream().map(TopicCatalogTest::summary))
                .containsExactly(
                        "learners {learner_id} compact 6 shared",
                        "learner-activity {learner_id} delete 6 shared",
                        "training-completions {learner_id} delete 6 shared",
                        "cohorts {cohort_id}@{version} compact 1",
                        "workflows {workflow_id}@{version} compact 1",
                        "capabilities {component}@{version} compact 1",
                        "finance-ledger {workflow_id} delete 1",
                        "archetype-baselines {archetype}@{version} compact 1",
                        "xapi-statements null delete 6",
                        "silences {silence_id} compact 1",
                        "roi-records {learner_id} delete 6 shared",
                        "learner-profiles {learner_id} compact 6 shared",
                        "roi-alerts {fingerprint} compact 1",
                        "cohort-metrics null compact 1",
                        "cohort-insights {cohort} compact 1",
                        "calibration-reports {archetype} compact 1",
                        "cost-reconciliation {workflow_id} compact 1",
                        "cost-adjustments {workflow_id}@{period} compact 1",
                        "conservation-ledger {topic}/{partition} compact 1",
                        "archetype-norms norms@{version} compact 1",
                        "late-events null delete 6",
                        "dead-letters null delete 6",
                        "redriven-letters {letter_id} delete 1");
    }

    private static String summary(TopicSpec spec) {
        return spec.name() + " " + spec.keyTemplate() + " " + spec.setting("cleanup.policy") + " " + spec.partitions()
                + (spec.coPartitioned() ? " shared" : "");
    }

    @Test
    void shouldStampEveryTopicOnAppendAndLoseNothingAcknowledged() {
        assertThat(catalog.topics())
                .allSatisfy(spec -> assertThat(spec.config())
                        .containsEntry("message.timestamp.type", "LogAppendTime")
                        .containsEntry("unclean.leader.election.enable", "false")
                        .containsEntry("min.insync.replicas", "2")
                        .containsKeys("cleanup.policy", "retention.ms", "max.message.bytes"))
                .allSatisfy(spec -> assertThat(spec.replicas()).isEqualTo(3));
    }

    @Test
    void shouldGiveTheWholeCoPartitionGroupOneCount() {
        assertThat(catalog.topics())
                .filteredOn(TopicSpec::coPartitioned)
                .extracting(TopicSpec::partitions)
                .containsOnly(6);
        assertThat(catalog.topics())
                .filteredOn(spec -> "{learner_id}".equals(spec.keyTemplate()))
                .allMatch(TopicSpec::coPartitioned);
    }

    @Test
    void shouldKeepAProfileAsLongAsTheCompletionsThatNeedIt() {
        assertThat(number("learners", "min.compaction.lag.ms"))
                .isGreaterThanOrEqualTo(number("training-completions", "retention.ms"));
        assertThat(number("learners", "max.compaction.lag.ms"))
                .isGreaterThan(number("learners", "min.compaction.lag.ms"));
    }

    @Test
    void shouldHoldInputsWithTheirHeadersInDeadLettersAndLateEvents() {
        for (TopicSpec spec : catalog.topics()) {
            if (!Set.of("dead-letters", "late-events").contains(spec.name())) {
                assertThat(number(spec.name(), "max.message.bytes")).isEqualTo(1 << 20);
            }
        }
        assertThat(number("dead-letters", "max.message.bytes"))
                .isEqualTo(number("late-events", "max.message.bytes"))
                .isEqualTo(4 << 20)
                .isGreaterThanOrEqualTo(DeadLetters.MAX_RECORD_BYTES);
        assertThat(number("dead-letters", "retention.ms"))
                .isEqualTo(number("training-completions", "retention.ms"))
                .isEqualTo(number("learner-activity", "retention.ms"))
                .isEqualTo(number("xapi-statements", "retention.ms"));
    }

    @Test
    void shouldForgetAtADateWhateverHoldsLearners() {
        assertThat(catalog.topics())
                .filteredOn(spec -> spec.setting("cleanup.policy").equals("delete"))
                .allMatch(spec -> number(spec.name(), "retention.ms") > 0);
        assertThat(catalog.topics())
                .filteredOn(spec -> spec.setting("cleanup.policy").equals("compact") && spec.coPartitioned())
                .allMatch(spec -> spec.config().containsKey("max.compaction.lag.ms"));
    }

    @Test
    void shouldKeepToTheWordsOfTheKafkaBinding() {
        assertThat(document.path("asyncapi").asText()).isEqualTo("3.0.0");
        document.path("channels").properties().forEach(channel -> {
            JsonNode kafka = channel.getValue().at("/bindings/kafka");
            assertThat(fields(kafka.path("topicConfiguration"))).isSubsetOf(BINDING_SETTINGS);
            assertThat(fields(kafka.path("x-topic-configuration"))).doesNotContainAnyElementsOf(BINDING_SETTINGS);
            assertThat(kafka.path("bindingVersion").asText()).isEqualTo("0.5.0");
            assertThat(channel.getValue().path("address").asText()).isEqualTo(channel.getKey());
            assertThat(channel.getValue().path("description").asText()).isNotBlank();
            assertThat(fields(channel.getValue().path("messages"))).hasSize(1);
        });
    }

    @Test
    void shouldSendOrReceiveEveryChannelOnce() {
        List<String> channels = document.path("operations")
                .valueStream()
                .map(operation -> operation.at("/channel/$ref").asText().replace("#/channels/", ""))
                .toList();

        assertThat(channels)
                .containsExactlyInAnyOrderElementsOf(
                        catalog.topics().stream().map(TopicSpec::name).toList());
        assertThat(document.path("operations").valueStream())
                .allMatch(operation -> Set.of("send", "receive")
                        .contains(operation.path("action").asText()));
    }

    @Test
    void shouldReferToEverySchemaFileAndToNoOther() throws IOException {
        Deque<String> open = new ArrayDeque<>();
        for (TopicSpec spec : catalog.topics()) {
            open.add(fileOf(spec.schema()));
            if (spec.headersSchema() != null) {
                open.add(fileOf(spec.headersSchema()));
            }
        }
        Set<String> reached = new TreeSet<>();
        while (!open.isEmpty()) {
            String file = open.pop();
            if (reached.add(file)) {
                Matcher references = REFERENCE.matcher(Files.readString(Path.of("topics/schemas", file)));
                references.results().forEach(reference -> open.add(reference.group(1)));
            }
        }
        try (Stream<Path> files = Files.list(Path.of("topics/schemas"))) {
            assertThat(reached)
                    .isEqualTo(files.map(file -> file.getFileName().toString())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void shouldNameWhatADocumentLacks() {
        ObjectNode broken = document.deepCopy();
        ((ObjectNode) broken.at("/channels/learners/bindings/kafka")).remove("partitions");
        assertThatThrownBy(() -> TopicCatalog.of(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("channel learners has no partitions");

        ((ObjectNode) broken.at("/channels/learners/bindings/kafka")).put("partitions", "six");
        assertThatThrownBy(() -> TopicCatalog.of(broken))
                .hasMessage("channel learners has \"six\" where a number belongs");

        ((ObjectNode) broken.at("/channels/learners/bindings/kafka")).put("partitions", 0);
        assertThatThrownBy(() -> TopicCatalog.of(broken))
                .hasMessage("topic learners needs at least one partition and one replica, has 0 and 3");

        ((ObjectNode) broken.path("channels")).removeAll();
        assertThatThrownBy(() -> TopicCatalog.of(broken)).hasMessage("the document has no channels");
    }

    @Test
    void shouldAskForFewerInSyncReplicasWhereThereAreFewer() {
        TopicSpec spec = catalog.topic("learners").orElseThrow();

        assertThat(Map.of(
                        1, spec.configFor(1).get("min.insync.replicas"),
                        2, spec.configFor(2).get("min.insync.replicas"),
                        3, spec.configFor(3).get("min.insync.replicas"),
                        5, spec.configFor(5).get("min.insync.replicas")))
                .isEqualTo(Map.of(1, "1", 2, "1", 3, "2", 5, "2"));
    }

    private long number(String topic, String key) {
        return Long.parseLong(catalog.topic(topic).orElseThrow().setting(key));
    }

    private static Set<String> fields(JsonNode node) {
        return node.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static String fileOf(String resource) {
        return resource.replace("topics/schemas/", "");
    }
}
