package io.cohortroi.runtime.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.importer.EventProducer;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.Importer;
import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.testing.OuladSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The number of partitions and threads shows nowhere: the last value of every key is the same, byte for byte. */
class SameInputSameOutputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LAST_VALUES = List.of(
            "cohort-metrics.jsonl",
            "archetype-metrics.jsonl",
            "overall-metrics.jsonl",
            "learner-profiles.jsonl",
            "cohort-insights.jsonl",
            "calibration-reports.jsonl",
            "cost-reconciliation.jsonl");

    @TempDir
    Path folder;

    @Test
    void shouldNotDependOnPartitionsAndThreads() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        OuladSample.write(data, 42, 400);

        Path one = analyze(data, "one", 1, 1);
        Path eight = analyze(data, "eight", 8, 2);

        assertSame(one, eight);
        assertBooked(eight);
        assertThat(finalRecords(eight)).hasSizeGreaterThan(500);
        assertThat(lastAlerts(eight)).isNotEmpty();
    }

    /** {@code mvn -Dtest=SameInputSameOutputTest -Doulad.folder=DIR test} with a folder of the dataset. */
    @Test
    @EnabledIfSystemProperty(named = "oulad.folder", matches = ".+")
    void shouldNotDependOnPartitionsAndThreadsWithTheWholeDataset() throws Exception {
        Path data = Path.of(System.getProperty("oulad.folder"));
        Path one = analyze(data, "one", 1, 1);
        for (int threads = 1; threads <= 2; threads++) {
            Path eight = analyze(data, "eight-" + threads, 8, threads);
            assertSame(one, eight);
            System.out.println("figure: " + finalRecords(eight).size() + " final records and the last values of "
                    + LAST_VALUES.size() + " files are the same with 1 and 8 partitions, " + threads + " threads");
        }
    }

    private static void assertSame(Path one, Path other) throws IOException {
        for (String file : LAST_VALUES) {
            assertThat(Files.readString(other.resolve(file)).equals(Files.readString(one.resolve(file))))
                    .as(file)
                    .isTrue();
        }
        assertThat(Files.readString(other.resolve("ledger.json")))
                .isEqualTo(Files.readString(one.resolve("ledger.json")));
        assertThat(refused(other)).isEqualTo(refused(one));
        assertThat(finalRecords(other).equals(finalRecords(one)))
                .as("final records")
                .isTrue();
        assertThat(lastAlerts(other)).isEqualTo(lastAlerts(one));
    }

    /** Dead letters wherever they stood. */
    private static List<String> refused(Path out) {
        return lines(out.resolve("dead-letters.jsonl"))
                .map(letter -> letter.without(List.of("partition", "offset")).toString())
                .sorted()
                .toList();
    }

    private Path analyze(Path data, String name, int partitions, int threads) throws Exception {
        Path out = Files.createDirectories(folder.resolve(name));
        Settings settings = Settings.of(
                Optional.empty(),
                Map.of(),
                Map.of("learner.partitions", "" + partitions, "num.stream.threads", "" + threads));
        new Analysis(settings, NormsFile.shipped(), out, ProgressListener.NONE).run((client, prefix, told) -> {
            publishLateInvoices(client, prefix);
            return new Importer(client, prefix, null).run(new OuladSource(data), new ImportTally(), told);
        });
        return out;
    }

    /** More than was charged for some assessments in some months, less for others. */
    private static void publishLateInvoices(Map<String, Object> client, String prefix) {
        try (EventProducer producer = new EventProducer(client, prefix)) {
            for (int assessment = 1000; assessment < 1003; assessment++) {
                String workflow = "AAA-2013J-" + assessment;
                for (int month = 1; month < 6; month++) {
                    String value = "{\"entry_id\":\"" + workflow + month + "\",\"workflow_id\":\"" + workflow
                            + "\",\"period\":\"2014-0" + month + "\",\"category\":\"delivery\",\"amount\":"
                            + (assessment - 999) * month * 707.07
                            + ",\"currency\":\"EUR\",\"posted_at\":\"2015-01-01T00:00:00Z\"}";
                    producer.send(new ImportedEvent("finance-ledger", workflow, value, Instant.EPOCH));
                }
            }
            producer.flush();
        }
    }

    /** The run did not end before the records carried what the late invoices made of them, to half a cent each. */
    private static void assertBooked(Path out) {
        List<JsonNode> periods = lines(out.resolve("cost-reconciliation.jsonl"))
                .flatMap(row -> row.get("periods").valueStream())
                .toList();
        assertThat(periods)
                .anyMatch(period -> period.get("adjustment").decimalValue().signum() > 0);
        assertThat(periods)
                .allMatch(period -> 200 * Math.abs(period.get("unbooked").doubleValue())
                        <= period.get("completions").asDouble() + 1e-9);
    }

    private static Map<String, String> finalRecords(Path out) throws IOException {
        Map<String, ObjectNode> latest = new TreeMap<>();
        try (Stream<Path> files = Files.list(out.resolve("roi-records"))) {
            files.filter(file -> file.toString().endsWith(".jsonl"))
                    .flatMap(SameInputSameOutputTest::lines)
                    .forEach(record -> latest.merge(
                            record.get("completion_id").asText(),
                            record,
                            (a, b) -> a.get("record_version").asInt()
                                            > b.get("record_version").asInt()
                                    ? a
                                    : b));
        }
        Map<String, String> plain = new TreeMap<>();
        latest.forEach((id, record) -> plain.put(
                id,
                record.without(List.of("source", "record_version", "supersedes"))
                        .toString()));
        return plain;
    }

    private static Map<String, String> lastAlerts(Path out) {
        Map<String, String> latest = new TreeMap<>();
        lines(out.resolve("roi-alerts.jsonl"))
                .forEach(alert -> latest.put(alert.get("fingerprint").asText(), alert.toString()));
        return latest;
    }

    private static Stream<ObjectNode> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> {
                try {
                    return (ObjectNode) JSON.readTree(line);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
