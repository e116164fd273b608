package io.cohortroi.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cohortroi.testing.TestBroker;
import io.cohortroi.testing.TopicContract;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CohortsCommandTest {
    private final String prefix = TestBroker.prefix();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void publish() throws Exception {
        Map<String, Object> client = Map.of("bootstrap.servers", TestBroker.bootstrap());
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(
                            new NewTopic(prefix + "cohorts", 1, (short) 1),
                            new NewTopic(prefix + "learner-profiles", 3, (short) 1)))
                    .all()
                    .get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            define(producer, "sales@1", 5, "'rule':{'attribute':'department','equals':'Legal'}");
            define(producer, "sales@2", 5, "'rule':{'attribute':'department','in':['Sales','Support']}");
            define(producer, "fast@1", 9, "'rule':{'trait':'learning_velocity','gte':0.7}");
            define(producer, "people@1", 0, "'archetype':'Power User'");
            define(producer, "gone@1", 1, "'rule':{'attribute':'level','exists':true}");
            producer.send(new ProducerRecord<>(prefix + "cohorts", "gone@1", null))
                    .get();
            producer.send(new ProducerRecord<>(prefix + "cohorts", "broken@1", "{\"cohort_id\":\"broken\"}"))
                    .get();
            profile(producer, "l1", "sales", "rule", "Sales", 0.5);
            profile(producer, "l2", "fast", "nearest", "Legal", 0.65);
            profile(producer, "l3", "elsewhere", "explicit", "Sales", 0.9);
            profile(producer, "l4", "fast", "rule", "Sales", 0.2);
        }
    }

    @Test
    void shouldListWhatHoldsInTheOrderItIsTried() {
        assertThat(run("list")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "fast@1                   priority 9     learning_velocity >= 0.7",
                        "sales@2                  priority 5     department in Sales, Support",
                        "people@1                 priority 0     who is near to a Power User",
                        "3 active definitions.");
    }

    @Test
    void shouldSayWhichRuleDecidedAndWhichFailedOnWhat() {
        assertThat(run("explain", "l1")).isZero();

        assertThat(out.toString().lines())
                .containsExactly(
                        "l1 is in sales.",
                        "The first rule that holds decides.",
                        "- fast@1 (priority 9, 0.200 away): learning_velocity >= 0.7",
                        "    no  learning_velocity >= 0.7, found 0.500",
                        "+ sales@2 (priority 5, 0.000 away): department in Sales, Support",
                        "    yes department in Sales, Support, found Sales",
                        "- people@1 (priority 0, 0.300 away): who is near to a Power User");
    }

    @Test
    void shouldExplainNearnessAsJson() throws Exception {
        assertThat(run("explain", "l2", "--json")).isZero();

        JsonNode told = new JsonMapper().readTree(out.toString());
        assertThat(told.path("placed_by").asText()).isEqualTo("nearest");
        assertThat(told.path("cohort_by_definitions").asText()).isEqualTo("fast");
        assertThat(told.at("/definitions/0/distance").asDouble()).isBetween(0.0499, 0.0501);
        assertThat(told.at("/definitions/1/comparisons/0").toString())
                .isEqualTo("{\"asked\":\"department in Sales, Support\",\"found\":\"Legal\",\"holds\":false}");
    }

    @Test
    void shouldSayWhenTheProfileDecidedAndWhenTheStreamHasToFollow() {
        assertThat(run("explain", "l3")).isZero();
        assertThat(run("explain", "l4")).isZero();

        assertThat(out.toString())
                .contains("l3 is in elsewhere.", "The profile itself names the cohort")
                .contains("l4 is in fast.", "The definitions say sales by now");
    }

    @Test
    void shouldFailForALearnerWithoutProfile() {
        assertThat(run("explain", "nobody")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no profile of nobody.");
    }

    private int run(String... args) {
        String[] all = Stream.concat(
                        Stream.of(args),
                        Stream.of("--set", "bootstrap.servers=" + TestBroker.bootstrap(), "--set", "prefix=" + prefix))
                .toArray(String[]::new);
        return new CommandLine(new CohortsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private void define(KafkaProducer<String, String> producer, String key, int priority, String more)
            throws Exception {
        String[] parts = key.split("@", -1);
        String value = ("{'cohort_id':'" + parts[0] + "','name':'" + parts[0] + "','active':true,'version':" + parts[1]
                        + ",'priority':" + priority + "," + more + "}")
                .replace('\'', '"');
        TopicContract.assertConforms("cohorts", value.getBytes(StandardCharsets.UTF_8));
        producer.send(new ProducerRecord<>(prefix + "cohorts", key, value)).get();
    }

    private void profile(
            KafkaProducer<String, String> producer,
            String id,
            String cohort,
            String placedBy,
            String department,
            double velocity)
            throws Exception {
        String traits = "{'learning_velocity':" + velocity + ",'domain_affinity':0.5,'interaction_frequency':0.5,"
                + "'feedback_responsiveness':0.5,'retention_strength':0.5}";
        String value = ("{'learner_id':'" + id + "','status':'active','cohort':'" + cohort + "','placed_by':'"
                        + placedBy
                        + "','archetype':'Generalist','confidence':0.6,'margin':0.1,'traits':" + traits
                        + ",'traits_among_all':" + traits + ",'counts':{'completions':0,'activities':4},"
                        + "'attributes':{'department':'" + department + "'},'norms_version':'norms-0',"
                        + "'updated_at':'2025-02-01T10:00:00Z'}")
                .replace('\'', '"');
        TopicContract.assertConforms("learner-profiles", value.getBytes(StandardCharsets.UTF_8));
        producer.send(new ProducerRecord<>(prefix + "learner-profiles", id, value))
                .get();
    }
}
