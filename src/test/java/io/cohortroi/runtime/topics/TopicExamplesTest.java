package io.cohortroi.runtime.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cohortroi.testing.TopicContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schemas say what the examples show. An invalid example is called {@code invalid-<keyword>-<place>}, with a note
 * behind another hyphen where two would be called the same, and breaks that one rule.
 */
class TopicExamplesTest {
    private static final Path TOPICS = Path.of("topics");
    private static final Path SCHEMAS = TOPICS.resolve("schemas");
    private static final Path EXAMPLES = TOPICS.resolve("examples");
    private static final String SEED =
            "{\"timestamp\":\"2025-10-20T10:30:00Z\",\"learner_id\":\"L001\",\"cohort\":\"cohort-001\","
                    + "\"archetype\":\"Specialist\",\"workflow_id\":\"wf-045\",\"capabilities_added\":8,\"cost\":2400,"
                    + "\"duration_hours\":12,\"completion_rate\":0.95,\"roi_multiplier\":1.92}";
    private static final TopicCatalog CATALOG = TopicCatalog.load();
    private static final Set<String> OUTPUTS = AsyncApiDocument.channelsThatAre("send");
    private static final Schema META_SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    @ParameterizedTest
    @MethodSource("schemas")
    void shouldBeASchemaOfTheDraftItNames(Path file) throws IOException {
        assertThat(META_SCHEMA.validate(Files.readString(file), InputFormat.JSON))
                .isEmpty();
        JsonNode schema = new JsonMapper().readTree(file.toFile());
        assertThat(schema.path("$schema").asText()).isEqualTo(SpecificationVersion.DRAFT_2020_12.getDialectId());
        assertThat(schema.path("title").asText()).isNotBlank();
        assertThat(schema.path("description").asText()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("validExamples")
    void shouldAcceptTheValidExample(Path example) throws IOException {
        assertThat(TopicContract.schemaViolations(schemaOf(example), Files.readString(example)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalidExamples")
    void shouldRefuseTheInvalidExampleForTheRuleInItsName(Path example) throws IOException {
        String[] name = example.getFileName().toString().replace(".json", "").split("-", 3);
        String keyword = name[1];
        String named = name[2];

        List<TopicContract.Violation> violations =
                TopicContract.schemaViolations(schemaOf(example), Files.readString(example));

        assertThat(violations)
                .isNotEmpty()
                .allMatch(violation -> List.of(violation.rules().split("/", -1)).contains(keyword))
                .allMatch(violation -> isAbout(named, violation.place()));
    }

    /** {@code rule-two-operators} is about {@code rule} and all below it; {@code root} about everything. */
    private static boolean isAbout(String named, String place) {
        String withoutNote = named.replaceAll("-.*", "");
        return withoutNote.equals("root")
                || named.equals(place)
                || named.startsWith(place + "-")
                || place.startsWith(withoutNote + ".");
    }

    @Test
    void shouldHaveBothKindsForEveryTopic() throws IOException {
        for (TopicSpec spec : CATALOG.topics()) {
            Path folder = EXAMPLES.resolve(spec.name());
            boolean anyBytes = spec.name().equals("dead-letters");
            assertThat(examples(folder, "valid-")).as(spec.name()).isNotEmpty();
            assertThat(examples(folder, "invalid-").isEmpty()).as(spec.name()).isEqualTo(anyBytes);
            if (spec.headersSchema() != null) {
                assertThat(examples(folder.resolve("headers"), "valid-")).isNotEmpty();
                assertThat(examples(folder.resolve("headers"), "invalid-")).isNotEmpty();
            }
        }
    }

    @Test
    void shouldHaveNoExamplesOfOtherTopics() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            CATALOG.topics().stream().map(TopicSpec::name).toList());
        }
    }

    @Test
    void shouldLeaveOutEachRequiredFieldInSomeInvalidExample() throws IOException {
        for (TopicSpec spec : CATALOG.topics()) {
            JsonNode schema = new JsonMapper().readTree(Path.of(spec.schema()).toFile());
            for (JsonNode required : schema.path("required")) {
                assertThat(EXAMPLES.resolve(spec.name()).resolve("invalid-required-" + required.asText() + ".json"))
                        .isRegularFile();
            }
        }
    }

    @Test
    void shouldShowTheSeedRow() throws IOException {
        String example = Files.readString(EXAMPLES.resolve("roi-records/valid-seed-row.json"));

        assertThat(example).startsWith(SEED.substring(0, SEED.length() - 1) + ",");
    }

    @ParameterizedTest
    @MethodSource("validExamples")
    void shouldWriteWhatTheProgramWritesInItsOwnForm(Path example) throws IOException {
        TopicSpec spec = specOf(example);
        if (!ofHeaders(example) && OUTPUTS.contains(spec.name())) {
            TopicContract.assertConforms(spec.name(), Files.readAllBytes(example));
        }
    }

    private static TopicSpec specOf(Path example) {
        return CATALOG.topic(EXAMPLES.relativize(example).getName(0).toString()).orElseThrow();
    }

    private static boolean ofHeaders(Path example) {
        return example.startsWith(EXAMPLES.resolve(specOf(example).name()).resolve("headers"));
    }

    private static String schemaOf(Path example) {
        TopicSpec spec = specOf(example);
        return ofHeaders(example) ? Objects.requireNonNull(spec.headersSchema()) : spec.schema();
    }

    static Stream<Path> schemas() throws IOException {
        return examples(SCHEMAS, "").stream();
    }

    static Stream<Path> validExamples() throws IOException {
        return allExamples("valid-");
    }

    static Stream<Path> invalidExamples() throws IOException {
        return allExamples("invalid-");
    }

    private static Stream<Path> allExamples(String kind) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (TopicSpec spec : CATALOG.topics()) {
            found.addAll(examples(EXAMPLES.resolve(spec.name()), kind));
            found.addAll(examples(EXAMPLES.resolve(spec.name()).resolve("headers"), kind));
        }
        return found.stream();
    }

    private static Set<Path> examples(Path folder, String kind) throws IOException {
        Set<Path> found = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().startsWith(kind))
                        .filter(file -> file.getFileName().toString().endsWith(".json"))
                        .forEach(found::add);
            }
        }
        return found;
    }
}
