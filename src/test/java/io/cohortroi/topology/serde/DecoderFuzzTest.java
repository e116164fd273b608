package io.cohortroi.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.topology.state.StateFormats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
    private static final List<String> PIECES = List.of(
            "1e999999999",
            "-1e-999999999",
            "NaN",
            "null",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "{\"a\":",
            "\\ud800",
            "\\u0000",
            "9223372036854775808",
            "\"",
            ",\"revision\":2",
            "2025-02-30T25:61:00Z",
            "+999999999-12-31T23:59:59Z",
            "0.1e64",
            "{}",
            "\uD83D\uDE00");

    @Test
    void shouldTellWhatIsWrongWithDamagedInput() {
        Random random = new Random(20260101);
        List<InboundSerde<?>> serdes =
                List.of(InboundSerde.learners(), InboundSerde.activity(), InboundSerde.completions());
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = damaged(random);
            for (InboundSerde<?> serde : serdes) {
                Inbound<?> inbound = serde.deserialize("t", value);
                assertThat((inbound.event() == null) == (inbound.rejection() == null))
                        .as("round " + round)
                        .isFalse();
            }
            for (ReferenceData.Kind kind : ReferenceData.Kind.values()) {
                byte[] key = round % 7 == 0 ? damaged(random) : "c@1".getBytes(StandardCharsets.UTF_8);
                ReferenceSerde.Reading reading = ReferenceSerde.read(kind, key, value);
                assertThat((reading.definition() == null) == (reading.rejection() == null))
                        .as("round " + round)
                        .isFalse();
            }
        }
    }

    @Test
    void shouldNameDamagedState() {
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

    private static byte[] damaged(Random random) {
        StringBuilder text = new StringBuilder(VALUES.get(random.nextInt(VALUES.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(piece.length() + 4)), piece);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
