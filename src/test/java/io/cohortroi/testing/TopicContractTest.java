package io.cohortroi.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class TopicContractTest {
    @Test
    void shouldAcceptPlainNumbersAndUtc() {
        assertThat(TopicContract.violations("archetype-baselines", baseline("1.85", "2025-10-20T10:30:00Z")))
                .isEmpty();
        assertThat(TopicContract.violations("archetype-baselines", baseline("10", "2025-10-20T10:30:00.5Z")))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhatNoSchemaCanSay() {
        assertThat(TopicContract.violations("archetype-baselines", baseline("1.850", "2025-10-20T10:30:00Z")))
                .containsExactly("number with exponent or trailing zeros at roi_multiplier: 1.850");
        assertThat(TopicContract.violations("archetype-baselines", baseline("1E1", "2025-10-20T10:30:00Z")))
                .containsExactly("number with exponent or trailing zeros at roi_multiplier: 1E1");
        assertThat(TopicContract.violations("archetype-baselines", baseline("1.85", "2025-10-20T12:30:00+02:00")))
                .containsExactly("time that is not UTC with Z at effective_at: 2025-10-20T12:30:00+02:00");
    }

    @Test
    void shouldRefuseWhatTheSchemaForbids() {
        assertThat(TopicContract.violations("archetype-baselines", baseline("0", "2025-10-20T10:30:00Z")))
                .singleElement()
                .asString()
                .contains("exclusiveMinimum at roi_multiplier");
    }

    @Test
    void shouldHoldTheLeadingFieldsToTheirOrder() throws Exception {
        String seed = Files.readString(Path.of("topics/examples/roi-records/valid-seed-row.json"));
        assertThat(TopicContract.violations("roi-records", bytes(seed))).isEmpty();

        String moved = seed.replace("\"cost\":2400,\"duration_hours\":12,", "\"duration_hours\":12,\"cost\":2400,");
        assertThat(TopicContract.violations("roi-records", bytes(moved)))
                .singleElement()
                .asString()
                .startsWith("leading fields must be [timestamp, learner_id, ");
    }

    @Test
    void shouldHoldHeadersAgainstTheirSchema() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("cohort-roi-reason", bytes("future"));
        headers.add("cohort-roi-topic", bytes("learners"));
        headers.add("cohort-roi-partition", bytes("0"));
        assertThatThrownBy(() -> TopicContract.assertHeadersConform("dead-letters", headers))
                .hasMessageContaining("cohort-roi-offset");

        headers.add("cohort-roi-offset", bytes("12"));
        assertThatCode(() -> TopicContract.assertHeadersConform("dead-letters", headers))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldTakeAnyBytesAsADeadLetterAndAnyTombstone() {
        assertThatCode(() -> TopicContract.assertConforms("dead-letters", new byte[] {(byte) 0xFF, 0}))
                .doesNotThrowAnyException();
        assertThatCode(() -> TopicContract.assertConforms("learner-profiles", bytes("L1"), null))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldTieTheKeyToTheValue() {
        byte[] value = baseline("1.85", "2025-10-20T10:30:00Z");
        assertThatCode(() -> TopicContract.assertConforms("archetype-baselines", bytes("Fast Learner@1"), value))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> TopicContract.assertConforms("archetype-baselines", bytes("Fast Learner"), value))
                .hasMessageContaining("key of archetype-baselines");
    }

    @Test
    void shouldNameTheTopicItDoesNotKnow() {
        assertThatThrownBy(() -> TopicContract.assertConforms("roi-record", bytes("{}")))
                .hasMessageStartingWith("the contract has no topic roi-record");
    }

    private static byte[] baseline(String multiplier, String effectiveAt) {
        return bytes("{\"archetype\":\"Fast Learner\",\"roi_multiplier\":" + multiplier
                + ",\"source\":\"manual\",\"effective_at\":\"" + effectiveAt + "\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
