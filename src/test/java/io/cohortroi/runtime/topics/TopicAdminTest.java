package io.cohortroi.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cohortroi.runtime.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker; every test has a prefix, and so a set of topics, of its own. */
class TopicAdminTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    // Creating topics is what takes a broker time: one test does it with all of them.
    private static final TopicCatalog ALL = TopicCatalog.load();
    private static final TopicCatalog SOME = AsyncApiDocument.catalogOf(
            "learners",
            "learner-activity",
            "training-completions",
            "roi-records",
            "learner-profiles",
            "roi-alerts",
            "cohort-metrics",
            "dead-letters");

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start(EmbeddedBroker.Config.of(folder, 0));
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrap()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @Test
    void shouldCreateEveryTopicSoThatNothingIsLeftToSay() {
        TopicAdmin topics = new TopicAdmin(admin, ALL, TopicPlacement.withPrefix("create."), TIMEOUT);
        assertThat(topics.verify())
                .hasSize(ALL.topics().size())
                .allMatch(mismatch -> mismatch.rule().equals("exists"));

        TopicAdmin.Applied applied = topics.apply(false);

        assertThat(applied.created())
                .containsExactlyElementsOf(ALL.topics().stream()
                        .map(spec -> "create." + spec.name())
                        .toList());
        assertThat(applied.mismatches()).isEmpty();
        assertThat(topics.verify()).isEmpty();
        assertThat(topics.list()).allSatisfy(topic -> {
            TopicState state = Objects.requireNonNull(topic.state());
            assertThat(state.partitions()).isEqualTo(topic.spec().partitions());
            assertThat(state.replicas()).isEqualTo(1);
            assertThat(state.config())
                    .containsEntry("min.insync.replicas", "1")
                    .containsEntry("message.timestamp.type", "LogAppendTime");
        });
    }

    @Test
    void shouldChangeNothingWhenAppliedAgain() {
        TopicAdmin topics = topics(small("again."));
        topics.apply(false);
        List<TopicAdmin.Listed> before = topics.list();

        TopicAdmin.Applied second = topics.apply(true);

        assertThat(second).isEqualTo(new TopicAdmin.Applied(List.of(), Map.of(), List.of()));
        assertThat(topics.list()).isEqualTo(before);
    }

    @Test
    void shouldFixOnePartitionCountForAllLearnerKeyedTopics() {
        topics(new TopicPlacement("three.", 3, null)).apply(false);

        TopicAdmin unspecified = topics(TopicPlacement.withPrefix("three."));
        assertThat(unspecified.list())
                .filteredOn(topic -> topic.spec().coPartitioned())
                .hasSize(5)
                .allMatch(topic -> topic.state() != null && topic.state().partitions() == 3);
        assertThat(unspecified.verify()).isEmpty();
        assertThat(topics(new TopicPlacement("three.", 6, null)).verify())
                .extracting(TopicMismatch::topic, TopicMismatch::expected, TopicMismatch::actual)
                .contains(tuple("three.learners", "6", "3"))
                .hasSize(5);
    }

    @Test
    void shouldGiveTheRestOfTheGroupTheCountOfTheFirst() throws Exception {
        create("joined.learners", 2, conforming("learners"));

        TopicAdmin.Applied applied =
                topics(TopicPlacement.withPrefix("joined.")).apply(false);

        assertThat(applied.mismatches()).isEmpty();
        assertThat(topics(TopicPlacement.withPrefix("joined.")).list())
                .filteredOn(topic -> topic.spec().coPartitioned())
                .allMatch(topic -> topic.state() != null && topic.state().partitions() == 2);
    }

    @Test
    void shouldNotAddToAGroupThatDisagrees() throws Exception {
        create("torn.learners", 2, conforming("learners"));
        create("torn.training-completions", 1, conforming("training-completions"));

        TopicAdmin.Applied applied = topics(TopicPlacement.withPrefix("torn.")).apply(true);

        assertThat(applied.created()).hasSize(SOME.topics().size() - 5).doesNotContain("torn.learner-activity");
        assertThat(applied.mismatches())
                .extracting(TopicMismatch::sentence)
                .contains("Topic torn.training-completions must have partitions 2 like torn.learners, has 1;"
                        + " a partition count is fixed at creation.")
                .contains("Topic torn.learner-activity is missing; `topics apply` creates it.")
                .hasSize(4);
    }

    @Test
    void shouldNameEveryDriftedSetting() throws Exception {
        TopicAdmin topics = topics(small("drift."));
        topics.apply(false);
        set("drift.learners", "min.compaction.lag.ms", "0");
        set("drift.learners", "cleanup.policy", "compact,delete");
        set("drift.training-completions", "message.timestamp.type", "CreateTime");
        set("drift.training-completions", "retention.ms", "604800000");
        set("drift.learner-activity", "retention.ms", "-1");
        set("drift.dead-letters", "max.message.bytes", "1048576");
        set("drift.roi-records", "unclean.leader.election.enable", "true");
        awaitMismatches(topics, 7);

        assertThat(topics.verify())
                .extracting(TopicMismatch::sentence)
                .containsExactlyInAnyOrder(
                        "Topic drift.learners must have cleanup.policy compact, has compact,delete;"
                                + " setting it could delete records, so that is left to you.",
                        "Topic drift.learners must have min.compaction.lag.ms at least 31536000000, has 0;"
                                + " `topics apply --correct` sets it.",
                        "Topic drift.learner-activity must have retention.ms 31536000000, has -1;"
                                + " setting it could delete records, so that is left to you.",
                        "Topic drift.training-completions must have message.timestamp.type LogAppendTime,"
                                + " has CreateTime; `topics apply --correct` sets it.",
                        "Topic drift.training-completions must have retention.ms 31536000000, has 604800000;"
                                + " `topics apply --correct` sets it.",
                        "Topic drift.roi-records must have unclean.leader.election.enable false, has true;"
                                + " `topics apply --correct` sets it.",
                        "Topic drift.dead-letters must have max.message.bytes 4194304, has 1048576;"
                                + " `topics apply --correct` sets it.");
    }

    @Test
    void shouldCorrectOnlyWhenAskedAndOnlyWhatCannotLoseARecord() throws Exception {
        TopicAdmin topics = topics(small("mend."));
        topics.apply(false);
        set("mend.learners", "min.compaction.lag.ms", "0");
        set("mend.learner-activity", "retention.ms", "-1");
        awaitMismatches(topics, 2);

        assertThat(topics.apply(false).corrected()).isEmpty();
        assertThat(topics.verify()).hasSize(2);

        TopicAdmin.Applied corrected = topics.apply(true);

        assertThat(corrected.corrected())
                .isEqualTo(Map.of("mend.learners", Map.of("min.compaction.lag.ms", "31536000000")));
        assertThat(corrected.mismatches()).extracting(TopicMismatch::topic).containsExactly("mend.learner-activity");
        awaitMismatches(topics, 1);
    }

    @Test
    void shouldLeaveTuningToTheOperator() throws Exception {
        TopicAdmin topics = topics(small("tuned."));
        topics.apply(false);
        set("tuned.cohort-metrics", "segment.bytes", "1048576");
        set("tuned.cohort-metrics", "max.compaction.lag.ms", "3600000");
        set("tuned.learners", "min.compaction.lag.ms", "32000000000");
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> topics.list().stream()
                        .anyMatch(topic -> topic.state() != null
                                && "32000000000".equals(topic.state().config().get("min.compaction.lag.ms"))));

        assertThat(topics.verify()).isEmpty();
    }

    @Test
    void shouldNameATopicWithTooManyPartitionsOutsideTheGroup() throws Exception {
        create("wide.roi-alerts", 2, conforming("roi-alerts"));

        assertThat(topics(small("wide.")).apply(true).mismatches())
                .extracting(TopicMismatch::sentence)
                .containsExactly(
                        "Topic wide.roi-alerts must have partitions 1, has 2; a partition count is fixed at creation.");
    }

    @Test
    void shouldRefuseMoreReplicasThanBrokers() {
        assertThatThrownBy(() -> topics(new TopicPlacement("many.", 1, 3)).apply(false))
                .isInstanceOf(TopicAdminException.class)
                .hasMessage("A replication of 3 needs as many brokers; the cluster has 1.");
        assertThat(topics(small("many.")).list()).allMatch(topic -> topic.state() == null);
    }

    @Test
    void shouldNameTooFewReplicas() {
        topics(small("few.")).apply(false);

        assertThat(topics(new TopicPlacement("few.", 1, 2)).verify())
                .hasSize(SOME.topics().size())
                .first()
                .extracting(TopicMismatch::sentence)
                .isEqualTo("Topic few.learners must have replication at least 2, has 1.");
    }

    private static TopicPlacement small(String prefix) {
        return new TopicPlacement(prefix, 1, null);
    }

    private static TopicAdmin topics(TopicPlacement placement) {
        return new TopicAdmin(admin, SOME, placement, TIMEOUT);
    }

    private static Map<String, String> conforming(String topic) {
        return new HashMap<>(SOME.topic(topic).orElseThrow().configFor(1));
    }

    private static void create(String name, int partitions, Map<String, String> config) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
                .all()
                .get();
        Awaitility.await()
                .atMost(TIMEOUT)
                .until(() -> admin.listTopics().names().get().contains(name));
    }

    private static void set(String topic, String key, String value) throws Exception {
        Collection<AlterConfigOp> operations =
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), operations))
                .all()
                .get();
    }

    private static void awaitMismatches(TopicAdmin topics, int number) {
        Awaitility.await().atMost(TIMEOUT).until(() -> topics.verify().size() == number);
    }
}
