package io.cohortroi.runtime.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cohortroi.runtime.config.NormsFile;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.explain.FolderLog;
import io.cohortroi.runtime.explain.RecordExplanation;
import io.cohortroi.runtime.importer.ImportTally;
import io.cohortroi.runtime.importer.OuladSource;
import io.cohortroi.runtime.importer.ProgressListener;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.testing.AlertOracle;
import io.cohortroi.testing.OuladOracle;
import io.cohortroi.testing.OuladSample;
import io.cohortroi.testing.RealData;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real learners, or a generated sample of their shape, through broker, importer, topology and sink; every figure is
 * held against a calculation that shares no line with them.
 */
class AnalyzeOuladTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigDecimal MEAN_ERROR = new BigDecimal("0.000000001");

    @TempDir
    Path folder;

    @Test
    void shouldEqualTheIndependentCalculationOnAGeneratedSample() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        OuladSample.write(data, 20131001, 300);

        shouldEqualTheIndependentCalculation(data);
        assertThat(AlertOracle.check(folder.resolve("out"))).containsKeys("roi_variance", "calibration_drift");
    }

    @Test
    void shouldEqualTheIndependentCalculationOnTheRealData() throws Exception {
        Path data = RealData.require("oulad");

        Map<String, JsonNode> cohorts = shouldEqualTheIndependentCalculation(data);

        JsonNode bbb = cohorts.get("cohort-BBB");
        assertThat(bbb.get("completions").asLong()).isEqualTo(25_288);
        assertThat(bbb.get("total_cost").decimalValue()).isEqualByComparingTo("4475413.73");
        assertThat(bbb.get("total_benefit").decimalValue()).isEqualByComparingTo("5345187.65");
        assertThat(bbb.get("mean_roi").decimalValue().setScale(6, RoundingMode.HALF_UP))
                .isEqualByComparingTo("1.386576");
        assertThat(bbb.get("learners").asLong()).isEqualTo(3_948);
        assertThat(bbb.get("active_learners").asLong()).isEqualTo(2_849);
        assertThat(cohorts.get("cohort-GGG").get("mean_roi").isNull()).isTrue();
        Map<String, Integer> recomputed = AlertOracle.check(folder.resolve("out"));
        assertThat(recomputed).containsKeys("roi_variance", "calibration_drift", "departures");
        assertThat(recomputed.get("roi_variance")).isGreaterThan(1_000);
    }

    private Map<String, JsonNode> shouldEqualTheIndependentCalculation(Path data) throws Exception {
        OuladOracle.Figures expected = OuladOracle.calculate(data);
        Path out = Files.createDirectories(folder.resolve("out"));

        Settings settings = Settings.of(Optional.empty(), Map.of(), Map.of());
        Analysis.Result result = new Analysis(settings, NormsFile.shipped(), false, true, out, ProgressListener.NONE)
                .run(new OuladSource(data), new ImportTally());

        assertThat(result.unbalanced()).isEmpty();
        Map<String, JsonNode> cohorts = byCohort(out.resolve("cohort-metrics.jsonl"));
        assertThat(cohorts.keySet()).containsAll(expected.cohorts().keySet());
        expected.cohorts().forEach((id, cohort) -> {
            JsonNode found = cohorts.get(id);
            assertThat(found.get("completions").asLong()).as(id).isEqualTo(cohort.completions());
            assertThat(found.get("no_cost_completions").asLong()).as(id).isEqualTo(cohort.noCostCompletions());
            assertThat(found.get("total_cost").decimalValue()).as(id).isEqualByComparingTo(cohort.totalCost());
            assertThat(found.get("total_benefit").decimalValue()).as(id).isEqualByComparingTo(cohort.totalBenefit());
            assertThat(found.get("learners").asLong()).as(id).isEqualTo(cohort.learners());
            assertThat(found.get("active_learners").asLong()).as(id).isEqualTo(cohort.activeLearners());
            sameRatio(id, found.get("mean_roi"), cohort.meanRoi());
            sameRatio(id, found.get("pooled_roi"), cohort.pooledRoi());
        });
        assertThat(result.ledger().get("training-completions").get("input").asLong())
                .isEqualTo(expected.completions());
        theRecordsShouldAddUpTo(cohorts, out.resolve("roi-records"));
        RecordExplanation.Tally again =
                new RecordExplanation(new FolderLog(out), StreamEngine.valuationOf(settings)).explainAll();
        assertThat(again).isEqualTo(new RecordExplanation.Tally(expected.completions(), 0, 0, List.of()));
        return cohorts;
    }

    private static void sameRatio(String id, JsonNode found, BigDecimal expected) {
        if (expected == null) {
            assertThat(found.isNull()).as(id).isTrue();
        } else {
            assertThat(found.decimalValue()).as(id).isCloseTo(expected, within(MEAN_ERROR));
        }
    }

    /** What the sink wrote, final records only, is what the stage by scope says. */
    private static void theRecordsShouldAddUpTo(Map<String, JsonNode> cohorts, Path records) throws IOException {
        Map<String, JsonNode> latest = new HashMap<>();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode record = JSON.readTree(line);
                    latest.merge(
                            record.get("learner_id").asText() + "/"
                                    + record.get("completion_id").asText(),
                            record,
                            (a, b) -> a.get("record_version").asInt()
                                            > b.get("record_version").asInt()
                                    ? a
                                    : b);
                }
            }
        }
        Map<String, Long> counts = new TreeMap<>();
        Map<String, BigDecimal> costs = new TreeMap<>();
        latest.values().forEach(record -> {
            String cohort = record.get("cohort").asText();
            counts.merge(cohort, 1L, Long::sum);
            costs.merge(cohort, new BigDecimal(record.get("cost").asText()), BigDecimal::add);
        });
        counts.forEach((cohort, count) -> {
            assertThat(cohorts.get(cohort).get("completions").asLong())
                    .as(cohort)
                    .isEqualTo(count);
            assertThat(new BigDecimal(cohorts.get(cohort).get("total_cost").asText()))
                    .as(cohort)
                    .isEqualByComparingTo(costs.get(cohort));
        });
    }

    private static Map<String, JsonNode> byCohort(Path file) throws IOException {
        Map<String, JsonNode> cohorts = new TreeMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            JsonNode value = JSON.reader()
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(line);
            cohorts.put(value.get("cohort").asText(), value);
        }
        return cohorts;
    }
}
