package io.cohortroi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.cohort.Rule;
import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.runtime.alerting.Receiver;
import io.cohortroi.runtime.alerting.ReceiversFile;
import io.cohortroi.runtime.alerting.Silences;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.importer.CsvSource;
import io.cohortroi.runtime.importer.EventSequence;
import io.cohortroi.runtime.importer.ImportException;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.importer.Pseudonyms;
import io.cohortroi.runtime.importer.Source;
import io.cohortroi.runtime.importer.XapiSource;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.testing.Damage;
import io.cohortroi.testing.OuladSample;
import io.cohortroi.topology.serde.Inbound;
import io.cohortroi.topology.serde.InboundSerde;
import io.cohortroi.topology.serde.ReferenceSerde;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files and documents: a reader says what is wrong in its own words, or takes what is there; what it takes can be
 * used, and what an import publishes is what the stream accepts. {@code -Dfuzz.rounds=2000000} looks longer.
 */
class ReaderFuzzTest {
    /** Of what is read from memory; files cost a hundred times as much. */
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 20_000);

    private static final int FILE_ROUNDS = ROUNDS / 100;
    private static final String RULES = "{\"cohort_id\":\"c\",\"name\":\"n\",\"active\":true,\"rule\":";
    private static final List<String> COHORTS = List.of(
            RULES + "{\"all\":[{\"attribute\":\"a\",\"equals\":\"b\"},{\"trait\":\"learning_velocity\",\"gte\":0.5}]}}",
            RULES
                    + "{\"any\":[{\"attribute\":\"a\",\"in\":[\"b\",\"c\"]},{\"not\":{\"attribute\":\"d\",\"exists\":true}}]}}",
            RULES
                    + "{\"not\":{\"any\":[{\"trait\":\"retention_strength\",\"lt\":0},{\"attribute\":\"e\",\"exists\":false}]}}}");
    private static final String RECEIVERS = "{\"receivers\":[{\"name\":\"on-call\",\"url_file\":\"url\",\"severities\":"
            + "[\"critical\"]},{\"name\":\"chat\",\"url\":\"https://chat.example/hooks\",\"bearer_token_file\":\"token\","
            + "\"rules\":[\"roi_variance\"],\"subjects\":[\"c\"],\"timeout_ms\":5000}]}";
    private static final String SILENCE = "{\"silence_id\":\"s\",\"until\":\"2026-01-01T00:00:00+01:00\",\"matchers\":"
            + "[{\"label\":\"rule\",\"equals\":\"roi_variance\"},{\"fingerprint\":\"f\"}],\"comment\":\"x\"}";
    private static final List<String> STATEMENTS = List.of(
            "{\"id\":\"9dc99b37-e920-4a68-a066-917faca28941\",\"timestamp\":\"2021-11-29T13:00:00+01:00\",\"actor\":"
                    + "{\"mbox\":\"mailto:ann@x.org\",\"name\":\"Ann\"},\"verb\":{\"id\":\"http://v\"},\"object\":"
                    + "{\"id\":\"http://o\"},\"context\":{\"team\":{}},\"result\":{\"score\":{\"scaled\":-0.5}}}\n",
            "{\"id\":\"9dc99b37-e920-4a68-a066-917faca28942\",\"timestamp\":\"2021-11-29T13:00:00Z\",\"actor\":"
                    + "{\"account\":{\"homePage\":\"http://lms\",\"name\":\"ann\"}},\"verb\":{\"id\":\"http://v\"},"
                    + "\"object\":{\"id\":\"http://o\"}}\n");
    private static final Map<String, String> TABLES = new TreeMap<>(Map.of(
            "learners.csv",
            "learner_id,status,registered_at,updated_at,cohort,attributes.department\n"
                    + "l1,active,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,north,\"Sales, inside\"\n"
                    + "l2,inactive,2025-01-01T00:00:00Z,2025-01-02T00:00:00Z,,\n",
            "learner-activity.csv",
            "event_id,learner_id,type,occurred_at,minutes,score,acted_on\n"
                    + "e1,l1,quiz,2025-01-03T00:00:00Z,12.5,0.5,true\n"
                    + "e2,l1,session,2025-01-03T00:00:00+02:00,,,\n",
            "training-completions.csv",
            "event_id,completion_id,learner_id,workflow_id,kind,completed_at,capabilities_added,capabilities,"
                    + "duration_hours,completion_rate,cost,currency,revision\n"
                    + "e3,c1,l1,wf,completed,2025-01-03T00:00:00Z,8,,12,0.95,2400,EUR,0\n"
                    + "e4,c1,l1,wf,corrected,2025-01-03T00:00:00Z,,a;b,12,0.95,,,1\n",
            "cohorts.csv",
            "cohort_id,name,active,rule\nnorth,North,true,\"{\"\"attribute\"\":\"\"a\"\",\"\"equals\"\":\"\"b\"\"}\"\n",
            "workflows.csv",
            "workflow_id,name,domain,components,duration_minutes,difficulty,hands_on_share,retention_requirement\n"
                    + "wf,W,d,x;y,60,advanced,0.5,0.5\n"));

    @TempDir
    Path folder;

    @Test
    void shouldReadRulesThatCanBeJudgedOrRefuseThem(TestReporter reporter) {
        Random random = new Random(20260201);
        byte[] key = "c@1".getBytes(StandardCharsets.UTF_8);
        Traits traits = new Traits(0.1, 0.3, 0.5, 0.7, 0.9);
        int taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            ReferenceSerde.Reading reading = ReferenceSerde.read(Kind.COHORT, key, Damage.of(random, COHORTS));
            if (reading.definition() != null && reading.definition().value() instanceof CohortDefinition cohort) {
                Rule rule = cohort.rule();
                if (rule != null) {
                    boolean matches = rule.matches(Map.of("a", "b"), traits, true);
                    assertThat(rule.matches(Map.of("a", "b"), traits, false)).isEqualTo(!matches);
                    assertThat(rule.distance(Map.of("a", "b"), traits, true) == 0)
                            .isEqualTo(matches);
                    assertThat(rule.words()).isNotEmpty();
                    taken++;
                }
            } else {
                assertThat(reading.rejection()).as("round " + round).isNotNull();
            }
        }
        assertThat(taken).isPositive();
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldReadNormsThatCanBeWrittenOrRefuseThem(TestReporter reporter) throws IOException {
        Random random = new Random(20260202);
        Path file = folder.resolve("norms.json");
        NormsFile.write(Norms.unscaled("n"), file);
        List<String> good = List.of(
                Files.readString(file),
                "{\"version\":\"n\",\"populations\":{\"c\":{\"1\":{\"a\":[1]},\"2\":[{\"b\":1}]}}}");
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = Damage.of(random, good);
            try {
                Norms norms = NormsFile.parse(damaged);
                if (round % 100 == 0) {
                    NormsFile.write(norms, file);
                    assertThat(NormsFile.read(file).version()).isEqualTo(norms.version());
                }
            } catch (IOException | IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotEmpty();
            } catch (RuntimeException e) {
                throw unexpected(damaged, e);
            }
        }
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldReadSilencesThatCanBeAskedOrRefuseThem(TestReporter reporter) {
        Random random = new Random(20260203);
        Silences silences = new Silences();
        var alert = Json.object().put("rule", "roi_variance").put("fingerprint", "f");
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = Damage.of(random, List.of(SILENCE));
            try {
                Optional<String> wrong = silences.apply("s", damaged);
                wrong.ifPresent(sentence -> assertThat(sentence).startsWith("a silence needs"));
                silences.hold(alert, Instant.parse("2025-06-01T00:00:00Z"));
            } catch (RuntimeException e) {
                throw unexpected(damaged, e);
            }
        }
        reporter.publishEntry("executions", "" + ROUNDS);
    }

    @Test
    void shouldReadReceiversOrSayWhatIsWrongWithTheirFile(TestReporter reporter) throws IOException {
        Random random = new Random(20260204);
        Path file = folder.resolve("receivers.json");
        Files.writeString(folder.resolve("url"), "https://secret.example\n");
        Files.writeString(folder.resolve("token"), "secret\n");
        for (int round = 0; round < 10 * FILE_ROUNDS; round++) {
            byte[] damaged = Damage.of(random, List.of(RECEIVERS));
            Files.write(file, damaged);
            try {
                for (Receiver receiver : ReceiversFile.read(file)) {
                    assertThat(receiver.name()).isNotEmpty();
                }
            } catch (SettingsException e) {
                assertThat(e.getMessage()).contains("receivers.json").doesNotContain("secret.example");
            } catch (RuntimeException e) {
                throw unexpected(damaged, e);
            }
        }
        reporter.publishEntry("executions", "" + 10 * FILE_ROUNDS);
    }

    @Test
    void shouldImportOfDamagedTablesOnlyWhatTheStreamAccepts(TestReporter reporter) throws IOException {
        Random random = new Random(20260205);
        Path tables = Files.createDirectory(folder.resolve("csv"));
        List<String> names = new ArrayList<>(TABLES.keySet());
        long published = 0;
        for (int round = 0; round < FILE_ROUNDS; round++) {
            for (String name : names) {
                Files.writeString(tables.resolve(name), TABLES.get(name));
            }
            String hit = names.get(random.nextInt(names.size()));
            byte[] damaged = Damage.of(random, List.of(TABLES.get(hit)));
            Files.write(tables.resolve(hit), damaged);
            published += imported(new CsvSource(tables, Pseudonyms.none()), damaged);
        }
        assertThat(published).isGreaterThan(FILE_ROUNDS);
        reporter.publishEntry("executions", "" + FILE_ROUNDS);
    }

    @Test
    void shouldImportOfDamagedStatementsWhatIsWhole(TestReporter reporter) throws IOException {
        Random random = new Random(20260206);
        Path file = folder.resolve("statements.jsonl");
        long published = 0;
        for (int round = 0; round < FILE_ROUNDS; round++) {
            byte[] damaged = Damage.of(random, STATEMENTS);
            byte[] whole = STATEMENTS.get(0).getBytes(StandardCharsets.UTF_8);
            byte[] both = java.util.Arrays.copyOf(whole, whole.length + damaged.length);
            System.arraycopy(damaged, 0, both, whole.length, damaged.length);
            Files.write(file, both);
            published += imported(new XapiSource(file, Pseudonyms.none()), damaged);
        }
        assertThat(published).isGreaterThanOrEqualTo(FILE_ROUNDS);
        reporter.publishEntry("executions", "" + FILE_ROUNDS);
    }

    @Test
    void shouldImportOfADamagedDatasetOnlyWhatTheStreamAccepts(TestReporter reporter) throws IOException {
        Random random = new Random(20260207);
        Path whole = Files.createDirectory(folder.resolve("whole"));
        OuladSample.write(whole, 7, 3);
        List<Path> files;
        try (Stream<Path> all = Files.list(whole)) {
            files = all.sorted().toList();
        }
        Path oulad = Files.createDirectory(folder.resolve("oulad"));
        for (int round = 0; round < FILE_ROUNDS / 2; round++) {
            Path hit = files.get(random.nextInt(files.size()));
            for (Path file : files) {
                Files.write(oulad.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
            byte[] bytes = Files.readAllBytes(hit);
            byte[] damaged = hit.toString().endsWith(".gz")
                    ? turned(random, bytes)
                    : Damage.of(random, List.of(new String(bytes, StandardCharsets.UTF_8)));
            Files.write(oulad.resolve(hit.getFileName().toString()), damaged);
            imported(new OuladSource(oulad), damaged);
        }
        reporter.publishEntry("executions", "" + FILE_ROUNDS / 2);
    }

    private static byte[] turned(Random random, byte[] bytes) {
        byte[] turned = bytes.clone();
        turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
        return random.nextInt(3) == 0 ? java.util.Arrays.copyOf(turned, random.nextInt(turned.length)) : turned;
    }

    /** How many events it gives. */
    private static long imported(Source source, byte[] damaged) {
        ImportTally tally = new ImportTally();
        try (EventSequence events = source.prepare(tally, ProgressListener.NONE)) {
            long count = 0;
            for (ImportedEvent event : events) {
                count++;
                assertThat(refusal(event)).as(event.toString()).isNull();
            }
            assertThat(count).isEqualTo(events.size());
            return count;
        } catch (ImportException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return 0;
        } catch (RuntimeException e) {
            throw unexpected(damaged, e);
        }
    }

    /** Why the stream would not accept it; null where it does. */
    private static Object refusal(ImportedEvent event) {
        byte[] value = event.valueBytes();
        Inbound<?> read = switch (event.topic()) {
            case "learners" -> InboundSerde.learners().deserialize(event.topic(), value);
            case "learner-activity" -> InboundSerde.activity().deserialize(event.topic(), value);
            case "training-completions" -> InboundSerde.completions().deserialize(event.topic(), value);
            default -> null;
        };
        if (read != null) {
            return read.rejection();
        }
        return switch (event.topic()) {
            case "cohorts" ->
                ReferenceSerde.read(Kind.COHORT, event.keyBytes(), value).rejection();
            case "workflows" ->
                ReferenceSerde.read(Kind.WORKFLOW, event.keyBytes(), value).rejection();
            case "capabilities" ->
                ReferenceSerde.read(Kind.CAPABILITY, event.keyBytes(), value).rejection();
            default -> null;
        };
    }

    private static AssertionError unexpected(byte[] damaged, RuntimeException e) {
        return new AssertionError("of " + new String(damaged, StandardCharsets.ISO_8859_1), e);
    }
}
