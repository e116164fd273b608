package io.cohortroi.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.calibration.BookedEntry;
import io.cohortroi.domain.calibration.LedgerEntry;
import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.ProfileTimeline;
import io.cohortroi.domain.learner.ProfileVersion;
import io.cohortroi.domain.learner.TraitState;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.CostAdjustment;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.stage.Outcome;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.testing.Damage;
import io.cohortroi.testing.RandomValues;
import io.cohortroi.topology.state.LedgerCounts;
import io.cohortroi.topology.state.StateFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Damaged bytes are told as values (inputs) or as what they are (state), and never end in another exception; what is
 * accepted is kept as it was read. {@code -Dfuzz.rounds=2000000} looks longer.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
class DecoderFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);

    /** Of each state format. */
    private static final int STATE_ROUNDS = ROUNDS / 40;

    private static final Place PLACE = new Place("t", 0, 7);
    private static final List<String> EVENTS = List.of(
            "{\"learner_id\":\"l1\",\"status\":\"active\",\"registered_at\":\"2025-01-01T00:00:00Z\","
                    + "\"updated_at\":\"2025-01-01T00:00:00+02:00\",\"cohort\":\"c\",\"attributes\":{\"level\":\"x\"}}",
            "{\"event_id\":\"e\",\"learner_id\":\"l1\",\"type\":\"quiz\",\"occurred_at\":\"2025-01-01T00:00:00Z\","
                    + "\"minutes\":1.5,\"count\":3,\"score\":0.5,\"acted_on\":true}",
            "{\"event_id\":\"e\",\"completion_id\":\"c\",\"learner_id\":\"l1\",\"workflow_id\":\"w\","
                    + "\"kind\":\"corrected\",\"completed_at\":\"2025-01-01T00:00:00Z\",\"capabilities\":[\"a\"],"
                    + "\"duration_hours\":1,\"completion_rate\":1,\"cost_breakdown\":{\"design\":1.10},\"revision\":1}",
            "{\"entry_id\":\"x\",\"workflow_id\":\"w\",\"period\":\"2025-10\",\"category\":\"delivery\","
                    + "\"amount\":-12.50,\"currency\":\"EUR\",\"posted_at\":\"2025-11-02T00:00:00Z\"}");
    private static final List<String> REFERENCES = List.of(
            "{\"cohort_id\":\"c\",\"name\":\"n\",\"active\":true,\"rule\":{\"all\":[{\"attribute\":\"a\","
                    + "\"equals\":\"b\"},{\"trait\":\"learning_velocity\",\"gte\":0.5}]}}",
            "{\"workflow_id\":\"c\",\"name\":\"n\",\"domain\":\"d\",\"components\":[\"x\"],\"duration_minutes\":1,"
                    + "\"difficulty\":\"advanced\",\"hands_on_share\":0.5,\"retention_requirement\":0.5}",
            "{\"component\":\"c\",\"category\":\"learning\",\"discovered\":9,\"value\":1.5}",
            "{\"archetype\":\"Power User\",\"roi_multiplier\":1.5,\"source\":\"manual\",\"effective_at\":\"2025-01-01T00:00:00Z\"}");
    private static final List<String> CONTENT_TYPES = List.of(
            "application/cloudevents+json",
            "application/cloudevents+json; charset=utf-8",
            "application/cloudevents",
            "application/json",
            "",
            "\uD83D\uDE00");

    private static final String ADJUSTMENT = "{\"workflow_id\":\"w\",\"period\":\"2025-10\",\"amount\":-12.5,"
            + "\"charged\":9790,\"completions\":2,\"updated_at\":\"2025-11-20T00:00:00Z\"}";

    /** An input, and a state that holds all that an event of it says. */
    private record Input<T, S>(InboundSerde<T> serde, StateSerde<S> format, Function<T, S> state) {
        /** Whether it is accepted; an event is kept as it was read, and read the same in a structured CloudEvent. */
        boolean isAccepted(Headers headers, byte[] value) {
            Inbound<T> inbound = serde.deserialize("t", headers, value);
            T event = inbound.event();
            if (event == null) {
                assertSaysWhy(inbound.rejection());
                return false;
            }
            assertThat(inbound.rejection()).isNull();
            S kept = state.apply(event);
            assertThat(format.fromBytes(format.toBytes(kept))).isEqualTo(kept);
            if (headers.lastHeader("content-type") == null) {
                assertThat(serde.deserialize("t", contentType("application/cloudevents+json"), structured(value))
                                .event())
                        .isEqualTo(event);
            }
            return true;
        }
    }

    private static final List<Input<?, ?>> INPUTS = List.of(
            new Input<>(InboundSerde.learners(), StateFormats.LEARNER, DecoderFuzzTest::stateOf),
            new Input<>(InboundSerde.activity(), StateFormats.LEARNER, DecoderFuzzTest::stateOf),
            new Input<>(InboundSerde.completions(), StateFormats.COMPLETION, DecoderFuzzTest::stateOf),
            new Input<>(InboundSerde.ledgerEntries(), StateFormats.ENTRY, DecoderFuzzTest::stateOf));

    @Test
    void shouldTellWhatIsWrongWithDamagedInput(TestReporter reporter) {
        Random random = new Random(20260101);
        List<String> texts = new ArrayList<>(EVENTS);
        EVENTS.forEach(event -> texts.add(new String(structured(bytes(event)), StandardCharsets.UTF_8)));
        int[] accepted = new int[INPUTS.size()];
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = Damage.of(random, texts);
            Headers headers = headers(random);
            for (int i = 0; i < accepted.length; i++) {
                accepted[i] += isAccepted(INPUTS.get(i), headers, value) ? 1 : 0;
            }
        }
        assertThat(accepted).doesNotContain(0);
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldTellWhatIsWrongWithDamagedReferenceData(TestReporter reporter) {
        Random random = new Random(20260103);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = Damage.of(random, REFERENCES);
            byte[] key =
                    round % 7 == 0 ? Damage.of(random, REFERENCES) : bytes(round % 2 == 0 ? "c@1" : "Power User@1");
            for (ReferenceData.Kind kind : ReferenceData.Kind.values()) {
                ReferenceSerde.Reading reading = read(kind, key, value);
                if (reading.definition() == null) {
                    assertSaysWhy(reading.rejection());
                } else {
                    assertThat(reading.rejection()).isNull();
                }
            }
        }
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldReadADamagedAdjustmentAsOneOrAsNone(TestReporter reporter) {
        Random random = new Random(20260104);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] value = Damage.of(random, List.of(ADJUSTMENT));
            Optional<CostAdjustment> adjustment = readAdjustment(value);
            adjustment.ifPresent(DecoderFuzzTest::assertIsReadBack);
            taken += adjustment.isPresent() ? 1 : 0;
        }
        assertThat(taken).isPositive();
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldReadBackEveryAdjustment() {
        Random random = new Random(20260105);
        for (int round = 0; round < ROUNDS; round++) {
            assertIsReadBack(new CostAdjustment(
                    BigDecimal.valueOf(random.nextLong(), random.nextInt(19)),
                    BigDecimal.valueOf(random.nextLong() >>> 1, random.nextInt(19)),
                    random.nextLong() >>> 1));
        }
    }

    @Test
    void shouldReadBackEveryState(TestReporter reporter) throws IllegalAccessException {
        Random random = new Random(20260102);
        RandomValues values = values(random);
        for (Field field : formats()) {
            AnnotatedType type =
                    ((AnnotatedParameterizedType) field.getAnnotatedType()).getAnnotatedActualTypeArguments()[0];
            fuzz(field.getName(), format(field), () -> values.of(type), random);
        }
        reporter.publishEntry("executions", "" + STATE_ROUNDS * formats().size());
    }

    /** Of every value there is what it was; of what is made of its bytes there is a value, or it is malformed. */
    private static <T> void fuzz(String name, StateSerde<T> format, Supplier<?> values, Random random) {
        @SuppressWarnings("unchecked") // The values are made of the format's own type argument.
        Supplier<T> typed = (Supplier<T>) values;
        RoundTrip<T> trip = new RoundTrip<>(name, format, typed.get());
        int read = 0;
        for (int round = 0; round < STATE_ROUNDS; round++) {
            byte[] bytes = trip.ofValue(typed.get());
            for (int i = 0; i < 4; i++) {
                read += trip.isRead(Damage.ofBytes(random, bytes)) ? 1 : 0;
            }
            byte[] noise = noise(random, bytes[0]);
            read += trip.isRead(noise) ? 1 : 0;
        }
        assertThat(read)
                .as("damaged values of " + name + " that are some value")
                .isBetween(1, 5 * STATE_ROUNDS - 1);
    }

    /** The version and bytes at random, every second time small ones. */
    private static byte[] noise(Random random, byte version) {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        boolean isSmall = random.nextBoolean();
        for (int i = 0; i < noise.length && isSmall; i++) {
            noise[i] &= 3;
        }
        if (noise.length > 0 && random.nextInt(16) > 0) {
            noise[0] = version;
        }
        return noise;
    }

    /** 31 bytes, and a number whose digits would fill the memory. */
    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void shouldRefuseADecimalWithoutBounds() {
        byte[] entry = new BinaryWriter()
                .writeByte(1)
                .writeString("x")
                .writeString("w")
                .writeString("2025-10")
                .writeString("delivery")
                .writeDecimal(new BigDecimal(BigInteger.ONE, -1_000_000_000))
                .writeString("EUR")
                .writeBoolean(false)
                .writeDecimal(BigDecimal.ONE)
                .writeBoolean(false)
                .writeUnsigned(0)
                .toByteArray();
        assertThatExceptionOfType(MalformedStateException.class)
                .isThrownBy(() -> StateFormats.ENTRY.fromBytes(entry))
                .withMessage("the scale of a decimal lies within 1000 of 0, found -1000000000");
    }

    @Test
    void shouldKnowEveryStateFormat() throws IOException {
        assertThat(formats()).hasSizeGreaterThanOrEqualTo(22).containsExactly(StateFormats.class.getDeclaredFields());
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(Files::isRegularFile).filter(DecoderFuzzTest::makesAFormat))
                    .extracting(source -> source.getFileName().toString())
                    .containsExactly("StateFormats.java");
        }
    }

    private static boolean makesAFormat(Path source) {
        try {
            return Files.readString(source).contains("new StateSerde<");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Field> formats() {
        return Arrays.stream(StateFormats.class.getDeclaredFields())
                .filter(field -> field.getType() == StateSerde.class && Modifier.isPublic(field.getModifiers()))
                .toList();
    }

    private static StateSerde<?> format(Field field) throws IllegalAccessException {
        return (StateSerde<?>) field.get(null);
    }

    private static RandomValues values(Random random) {
        RandomValues values = new RandomValues(random);
        // Ledgers are written with every outcome; a winner that is booked is written once.
        return values.with(LedgerCounts.class, () -> {
                    LedgerCounts counts = values.record(LedgerCounts.class);
                    Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
                    for (Outcome outcome : Outcome.values()) {
                        all.put(outcome, values.of(Long.class));
                    }
                    return new LedgerCounts(counts.input(), all, counts.toldInput(), counts.toldDeadLettered());
                })
                .with(CompletionState.class, () -> {
                    CompletionState state = values.record(CompletionState.class);
                    Booked booked = state.booked();
                    return booked == null || random.nextBoolean()
                            ? state
                            : new CompletionState(
                                    state.winner(),
                                    state.place(),
                                    state.seen(),
                                    state.waitsFor(),
                                    state.judgement(),
                                    booked.voided(state.winner(), state.place(), booked.valuation()));
                });
    }

    private static LearnerState stateOf(LearnerEvent event) {
        return LearnerState.INITIAL.withProfiles(ProfileTimeline.EMPTY.with(ProfileVersion.of(event, PLACE)));
    }

    private static LearnerState stateOf(ActivityEvent event) {
        return LearnerState.INITIAL.withTraits(TraitState.initial().onActivity(event));
    }

    private static CompletionState stateOf(CompletionEvent event) {
        return new CompletionState(event, PLACE, List.of(event.digest()), CompletionState.Wait.NOTHING, null, null);
    }

    private static BookedEntry stateOf(LedgerEntry entry) {
        return BookedEntry.book(null, entry, entry.amount(), false).next();
    }

    private static Headers headers(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> contentType(CONTENT_TYPES.get(random.nextInt(CONTENT_TYPES.size())));
            case 1 -> contentType("application/cloudevents+json").add("content-type", null);
            case 2 -> contentType("application/cloudevents+json").add("ce_specversion", new byte[] {-1});
            default -> new RecordHeaders();
        };
    }

    private static Headers contentType(String type) {
        return new RecordHeaders().add("content-type", bytes(type));
    }

    private static byte[] structured(byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(bytes("{\"specversion\":\"1.0\",\"data\":"));
        out.writeBytes(value);
        out.write('}');
        return out.toByteArray();
    }

    private static boolean isAccepted(Input<?, ?> input, Headers headers, byte[] value) {
        try {
            return input.isAccepted(headers, value);
        } catch (RuntimeException | AssertionError e) {
            throw unexpected(value, e);
        }
    }

    private static ReferenceSerde.Reading read(ReferenceData.Kind kind, byte[] key, byte[] value) {
        try {
            return ReferenceSerde.read(kind, key, value);
        } catch (RuntimeException e) {
            throw unexpected(value, e);
        }
    }

    private static Optional<CostAdjustment> readAdjustment(byte[] value) {
        try {
            return CostAdjustmentJson.read(value);
        } catch (RuntimeException e) {
            throw unexpected(value, e);
        }
    }

    private static void assertIsReadBack(CostAdjustment adjustment) {
        byte[] bytes = CostAdjustmentJson.toBytes("w", YearMonth.of(2025, 10), adjustment, Instant.EPOCH);
        assertThat(CostAdjustmentJson.read(bytes))
                .hasValueSatisfying(again -> assertThat(again.says(adjustment))
                        .as(adjustment.toString())
                        .isTrue());
    }

    private static void assertSaysWhy(Rejection rejection) {
        assertThat(rejection).isNotNull();
        assertThat(rejection.code()).isNotNull();
        assertThat(rejection.detail()).isNotEmpty();
    }

    private static AssertionError unexpected(byte[] value, Throwable e) {
        return new AssertionError("of " + new String(value, StandardCharsets.ISO_8859_1), e);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
