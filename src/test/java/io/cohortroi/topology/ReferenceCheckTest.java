package io.cohortroi.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.testing.TopologyFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invalid definition goes to the dead letters as it came, with the rule it breaks. */
class ReferenceCheckTest {
    @TempDir
    Path state;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'rule':{'trait':'height','gte':0.7}}          | invalid      | trait
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'rule':{'trait':'learning_velocity','gte':7}} | invalid      | gte
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'rule':{'trait':'learning_velocity'}}         | invalid      | exactly one of gte, gt, lte and lt
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'rule':{'all':[]}}                            | invalid      | all
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'rule':{'attribute':'level','in':[]}}         | invalid      | in
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'rule':{'attribute':'level'}}                 | invalid      | exactly one of equals, in and exists
            c1@1         | {'cohort_id':'c1','name':'n','active':true,'archetype':'Genius'}                         | invalid      | archetype
            c1@1         | {'cohort_id':'c1','name':'n'}                                                            | invalid      | active
            unassigned@1 | {'cohort_id':'unassigned','name':'n','active':true}                                      | invalid      | is not unassigned
            c2@1         | {'cohort_id':'c1','name':'n','active':true}                                              | key-mismatch | the key is cohort_id@version
            """)
    void shouldRefuseWithTheReason(String key, String value, String reason, String detail) {
        List<TestRecord<byte[], byte[]>> letters = deadLetters(key, value.replace('\'', '"'));

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo(value.replace('\'', '"'));
            assertThat(header(letter, "reason")).isEqualTo(reason);
            assertThat(header(letter, "detail")).contains(detail);
            assertThat(header(letter, "topic")).isEqualTo("cohorts");
        });
    }

    @Test
    void shouldAcceptNestedRules() {
        String rule = "{'any':[{'not':{'attribute':'level','exists':true}},"
                + "{'all':[{'trait':'learning_velocity','gte':0.7},{'attribute':'department','in':['Sales']}]}]}";

        assertThat(deadLetters(
                        "c1@2",
                        ("{'cohort_id':'c1','name':'n','active':true,'version':2,'rule':" + rule + "}")
                                .replace('\'', '"')))
                .isEmpty();
    }

    private List<TestRecord<byte[], byte[]>> deadLetters(String key, String value) {
        Properties config = TopologyFixture.config(state);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ReferenceCheckTopology(TopologyFixture.options(true), new InputEnd()).build(config),
                config,
                TopologyFixture.APPENDED)) {
            driver.createInputTopic("cohorts", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(
                            key.getBytes(StandardCharsets.UTF_8),
                            value.getBytes(StandardCharsets.UTF_8),
                            new RecordHeaders(),
                            TopologyFixture.APPENDED));
            return driver.createOutputTopic("dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader("cohort-roi-" + name).value(), StandardCharsets.UTF_8);
    }
}
