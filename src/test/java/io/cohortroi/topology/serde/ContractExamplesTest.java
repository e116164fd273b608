package io.cohortroi.topology.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.stage.Rejection;
import io.cohortroi.testing.TopicContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The program takes what the contract's examples show as valid, and refuses what they show as invalid. */
class ContractExamplesTest {
    private static final Path EXAMPLES = Path.of("topics/examples");
    private static final Map<String, Function<byte[], @Nullable Rejection>> READERS = Map.of(
            "learners", value -> rejection(InboundSerde.learners(), value),
            "learner-activity", value -> rejection(InboundSerde.activity(), value),
            "training-completions", value -> rejection(InboundSerde.completions(), value),
            "finance-ledger", value -> rejection(InboundSerde.ledgerEntries(), value),
            "cohorts", value -> rejection(Kind.COHORT, "cohorts", value),
            "workflows", value -> rejection(Kind.WORKFLOW, "workflows", value),
            "capabilities", value -> rejection(Kind.CAPABILITY, "capabilities", value),
            "archetype-baselines", value -> rejection(Kind.BASELINE, "archetype-baselines", value));

    private static @Nullable Rejection rejection(InboundSerde<?> serde, byte[] value) {
        return serde.deserialize("any", value).rejection();
    }

    private static @Nullable Rejection rejection(Kind kind, String topic, byte[] value) {
        byte[] key = TopicContract.keyOf(topic, value).getBytes(StandardCharsets.UTF_8);
        return ReferenceSerde.read(kind, key, value).rejection();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void shouldTakeTheValidExample(Path example) throws IOException {
        assertThat(read(example)).isNull();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldRefuseTheInvalidExample(Path example) throws IOException {
        assertThat(read(example)).isNotNull();
    }

    private static @Nullable Rejection read(Path example) throws IOException {
        return Objects.requireNonNull(READERS.get(topicOf(example))).apply(Files.readAllBytes(example));
    }

    private static String topicOf(Path example) {
        return EXAMPLES.relativize(example).getName(0).toString();
    }

    static Stream<Path> valid() throws IOException {
        return examples("valid-").stream();
    }

    static Stream<Path> invalid() throws IOException {
        return examples("invalid-").stream();
    }

    private static List<Path> examples(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
            return files.filter(file -> file.getFileName().toString().startsWith(kind))
                    .filter(file -> READERS.containsKey(topicOf(file)))
                    .sorted()
                    .toList();
        }
    }
}
