package io.cohortroi.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.testing.Damage;
import io.cohortroi.topology.state.StateFormats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Damaged bytes are told as values (inputs) or as what they are (state), and never end in another exception. */
class DecoderFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);
    private static final List<String> VALUES = List.of(
            "{\"learner_id\":\"l1\",\"status\":\"active\",\"registered_at\":\"2025-01-01T00:00:00Z\","
                    + "\"updated_at\":\"2025-01-01T00:00:00+02:00\",\"cohort\":\"c\",\"attributes\":{\"level\":\"x\"}}",
            "{\"event_id\":\"e\",\"learner_id\":\"l1\",\"type\":\"quiz\",\"occurred_at\":\"2025-01-01T00:00:00Z\","
                    + "\"minutes\":1.5,\"count\":3,\"score\":0.5,\"acted_on\":true}",
            "{\"event_id\":\"e\",\"completion_id\":\"c\",\"learner_id\":\"l1\",\"workflow_id\":\"w\","
                    + "\"kind\":\"corrected\",\"completed_at\":\"2025-01-01T00:00:00Z\",\"capabilities\":[\"a\"],"
                    + "\"duration_hours\":1,\"completion_rate\":1,\"cost_breakdown\":{\"design\":1.10},\"revision\":1}",
            "{\"cohort_id\":\"c\",\"name\":\"n\",\"active\":true,\"rule\":{\"all\":[{\"attribute\":\"a\","
                    + "\"equals\":\"b\"},{\"trait\":\"learning_velocity\",\"gte\":0.5}]}}",
            "{\"workflow_id\":\"c\",\"name\":\"n\",\"domain\":\"d\",\"components\":[\"x\"],\"duration_minutes\":1,"
                    + "\"difficulty\":\"advanced\",\"hands_on_share\":0.5,\"retention_requirement\":0.5}");

    @Test
    void shouldTellWhatIsWrongWithDamagedInput(TestReporter reporter) {
        Random random = new Random(20260101);
        List<InboundSerde<?>> serdes =
                List.of(InboundSerde.learners(), InboundSerde.activity(), InboundSerde.completions());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = Damage.of(random, VALUES);
            for (InboundSerde<?> serde : serdes) {
                Inbound<?> inbound = serde.deserialize("t", value);
                assertThat((inbound.event() == null) == (inbound.rejection() == null))
                        .as("round " + round)
                        .isFalse();
            }
            for (ReferenceData.Kind kind : ReferenceData.Kind.values()) {
                byte[] key = round % 7 == 0 ? Damage.of(random, VALUES) : "c@1".getBytes(StandardCharsets.UTF_8);
                ReferenceSerde.Reading reading = ReferenceSerde.read(kind, key, value);
                assertThat((reading.definition() == null) == (reading.rejection() == null))
                        .as("round " + round)
                        .isFalse();
            }
        }
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldNameDamagedState(TestReporter reporter) {
        Random random = new Random(20260102);
        List<StateSerde<?>> formats = List.of(
                StateFormats.LEARNER,
                StateFormats.COMPLETION,
                StateFormats.TIME,
                StateFormats.TIMELINE,
                StateFormats.MARK,
                StateFormats.PARTIAL,
                StateFormats.MEMBERSHIP,
                StateFormats.DELTA,
                StateFormats.TOTALS,
                StateFormats.DAY,
                StateFormats.EXTREMES,
                StateFormats.RULES,
                StateFormats.LEDGER);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && round % 16 != 0) {
                bytes[0] = 1;
            }
            for (int i = 1; i < bytes.length && round % 2 == 0; i++) {
                bytes[i] &= 3;
            }
            for (StateSerde<?> format : formats) {
                read(format, bytes);
            }
        }
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    private static <T> void read(StateSerde<T> format, byte[] bytes) {
        try {
            T value = format.fromBytes(bytes);
            assertThat(format.fromBytes(format.toBytes(value))).isNotNull();
        } catch (MalformedStateException | StateSerde.UnknownFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        } catch (RuntimeException e) {
            throw new AssertionError("bytes " + Arrays.toString(bytes), e);
        }
    }
}
