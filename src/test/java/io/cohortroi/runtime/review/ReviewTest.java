package io.cohortroi.runtime.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.cohortroi.domain.calibration.CalibrationVerdict;
import io.cohortroi.domain.calibration.HoldOut;
import io.cohortroi.runtime.cli.CalibrateCommand;
import io.cohortroi.runtime.cli.InsightsCommand;
import io.cohortroi.runtime.cli.ReconcileCommand;
import io.cohortroi.runtime.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Reviews of a folder that analyze could have written, down to the commands. */
class ReviewTest {
    @TempDir
    Path folder;

    private final List<String> records = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void create() throws IOException {
        Files.createDirectories(folder.resolve("roi-records"));
        Files.createFile(folder.resolve("cost-reconciliation.jsonl"));
    }

    private void record(
            String archetype, String id, int version, String day, String cost, String roi, String baseline) {
        records.add("{\"timestamp\":\"" + day + "T00:00:00Z\",\"learner_id\":\"L1\",\"archetype\":\"" + archetype
                + "\",\"workflow_id\":\"wf-1\",\"cost\":" + cost + ",\"roi_multiplier\":" + roi
                + ",\"completion_id\":\"" + id + "\",\"kind\":\"completed\",\"record_version\":" + version
                + ",\"baseline_roi\":" + baseline + ",\"baseline_version\":0}");
    }

    private Results results() throws IOException {
        Files.write(folder.resolve("roi-records").resolve("part.jsonl"), records);
        return new FolderResults(folder);
    }

    private int run(Object command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void shouldAgreeWithTheBusinessPlan() throws IOException {
        String[][] plan = {
            {"Fast Learner", "1.8", "1.85", "2.777777777778"},
            {"Specialist", "1.6", "1.58", "-1.25"},
            {"Power User", "1.4", "1.42", "1.428571428571"},
            {"Long-term Retainer", "1.5", "1.48", "-1.333333333333"},
            {"Generalist", "1.0", "1.02", "2"}
        };
        for (String[] row : plan) {
            for (int i = 0; i < 40; i++) {
                BigDecimal roi = new BigDecimal(row[2]).add(new BigDecimal(i % 2 == 0 ? "0.1" : "-0.1"));
                record(row[0], row[0] + i, 0, "2025-01-01", "100", roi.toPlainString(), row[1]);
            }
        }

        CalibrationReview review = CalibrationReview.of(results(), null);

        assertThat(review.calibrations())
                .extracting(
                        each -> each.archetype().label(),
                        each -> each.variancePct().toPlainString())
                .containsExactly(java.util.Arrays.stream(plan)
                        .map(row -> org.assertj.core.groups.Tuple.tuple(row[0], row[3]))
                        .toArray(org.assertj.core.groups.Tuple[]::new));
        assertThat(review.calibrations()).allSatisfy(each -> {
            assertThat(each.verdict()).isEqualTo(CalibrationVerdict.WITHIN);
            assertThat(each.recommended()).isNull();
            assertThat(each.n()).isEqualTo(40);
        });
    }

    @Test
    void shouldCountTheFinalVersionOnly() throws IOException {
        for (int i = 0; i < 40; i++) {
            record("Generalist", "C" + i, 1, "2025-01-01", "100", "1.0", "1.0");
            record("Generalist", "C" + i, 0, "2025-01-01", "900", "9.0", "1.0");
        }
        CalibrationReview review = CalibrationReview.of(results(), null);

        assertThat(review.records()).isEqualTo(40);
        assertThat(review.calibrations().get(4).actual()).isEqualByComparingTo("1");
    }

    @Test
    void shouldCalibrateOnTheEarlierPartAndJudgeOnTheLater() throws IOException {
        for (int i = 0; i < 100; i++) {
            String day = i < 70 ? "2025-01-01" : "2025-02-01";
            record("Generalist", "C" + i, 0, day, "100", i % 2 == 0 ? "1.15" : "1.25", "1.0");
        }
        assertThat(run(
                        new CalibrateCommand(),
                        "--from",
                        results(folder),
                        "--split",
                        "0.7",
                        "--page",
                        folder.resolve("page.md").toString()))
                .isZero();

        HoldOut held = CalibrationReview.of(results(), new BigDecimal("0.7"))
                .holdOuts()
                .get(4);
        assertThat(held.earlierN()).isEqualTo(70);
        assertThat(held.laterN()).isEqualTo(30);
        assertThat(held.errorBeforePct()).isEqualByComparingTo("20");
        assertThat(held.outcome()).isEqualTo(HoldOut.Outcome.CONFIRMED);
        assertThat(out.toString())
                .contains("| Generalist | 1.000 | 1.200 | 70 | 30 | 1.200 | 20.00 % | 0.03 % | confirmed |");
        assertThat(Files.readString(folder.resolve("page.md")))
                .isEqualTo(out.toString().replace(System.lineSeparator(), "\n"));
    }

    private String results(Path written) throws IOException {
        results();
        return written.toString();
    }

    @Test
    void shouldListTwoPointOnePercentAndPassOnePointNine() throws IOException {
        record("Generalist", "C1", 0, "2025-01-15", "10190", "1", "1.0");
        record("Generalist", "C2", 0, "2025-02-15", "10210", "1", "1.0");
        record("Generalist", "C3", 0, "2025-03-15", "77", "1", "1.0");
        String from = results(folder);
        Path ledger = folder.resolve("ledger.jsonl");
        Files.write(
                ledger,
                List.of(
                        entry("E1", "2025-01", "10000"),
                        entry("E2", "2025-02", "10000"),
                        entry("E2", "2025-02", "10000")));

        assertThat(run(new ReconcileCommand(), "--from", from, "--ledger", ledger.toString()))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("wf-1")
                .contains("2025-02")
                .contains("+2.10 %")
                .doesNotContain("2025-01")
                .endsWith("3 workflow months, 1 of them still open; charged 20477, ledger 20000; 1 outside 2 %."
                        + System.lineSeparator());

        Files.write(
                ledger,
                List.of(
                        entry("E1", "2025-01", "10000"),
                        entry("E2", "2025-02", "10000"),
                        entry("E3", "2025-02", "200")));
        assertThat(run(new ReconcileCommand(), "--from", from, "--ledger", ledger.toString()))
                .isZero();
    }

    @Test
    void shouldRefuseALedgerThatContradictsItself() throws IOException {
        Results results = results();
        Path ledger = folder.resolve("ledger.jsonl");
        Files.write(ledger, List.of(entry("E1", "2025-01", "1"), entry("E1", "2025-01", "2")));
        assertThatIOException()
                .isThrownBy(() -> ReconciliationReview.of(results, ledger, book("EUR")))
                .withMessage(ledger + " line 2: entry E1 comes twice with different contents");
        Files.write(ledger, List.of(entry("E1", "2025-13", "1")));
        assertThatIOException()
                .isThrownBy(() -> ReconciliationReview.of(results, ledger, book("EUR")))
                .withMessage(ledger + " line 1: period is a month as YYYY-MM");
        Files.write(ledger, List.of(entry("E1", "2025-01", "1")));
        assertThatIOException()
                .isThrownBy(() -> ReconciliationReview.of(results, ledger, book("USD")))
                .withMessage(
                        ledger + " line 1: entry E1 is in EUR, the ledger is held in USD, and no rate is configured");
    }

    private static LedgerBook book(String currency) {
        return LedgerBook.of(Settings.of(Optional.empty(), Map.of(), Map.of("currency", currency)));
    }

    private static String entry(String id, String period, String amount) {
        return "{\"entry_id\":\"" + id + "\",\"workflow_id\":\"wf-1\",\"period\":\"" + period
                + "\",\"category\":\"delivery\",\"amount\":" + amount + ",\"currency\":\"EUR\"}";
    }

    @Test
    void shouldExplainInsightsWithEveryInput() throws IOException {
        Files.writeString(
                folder.resolve("cohort-insights.jsonl"),
                "{\"cohort\":\"cohort-001\",\"gaps\":[{\"component\":\"async\",\"category\":\"async\",\"discovered\":10,"
                        + "\"activated\":2,\"base_severity\":0.8,\"weight\":2,\"severity\":1.6,\"urgency\":\"critical\","
                        + "\"reason\":\"r\"}],\"critical_gaps\":1,\"expected_roi\":1.8,\"estimated_roi\":1.8,"
                        + "\"workflows\":[{\"workflow_id\":\"wf-1\",\"name\":\"N\",\"score\":0.652,\"domain\":0.53,\"pace\":0.8,\"engagement\":0.6,\"retention\":0.8,\"realised\":{\"archetype\":\"Fast"
                        + " Learner\","
                        + "\"n\":40,\"mean_roi\":1.7,\"ci_low\":1.5,\"ci_high\":1.9},\"inputs\":{\"gap_share\":0.6,"
                        + "\"domain_share\":0.25,\"demand\":0.5,\"hands_on_share\":0.9,\"retention_requirement\":0.8},\"reason\":\"r\"}],\"inputs\":{\"archetype\":\"Fast"
                        + " Learner\",\"active_learners\":4,\"active_by_archetype\":{\"Fast"
                        + " Learner\":4},\"traits\":{\"learning_velocity\":0.7,\"domain_affinity\":0.4,\"interaction_frequency\":0.5,\"retention_strength\":0.6},\"completions_by_domain\":{\"it\":3}},\"updated_at\":\"2025-01-10T00:00:00Z\"}\n");

        assertThat(run(new InsightsCommand(), "explain", "cohort-001", "--from", folder.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("async (async): (1 - 2 / 10) x 2 = 1.6, critical")
                .contains("(1 - 0.4 / 2) x 0.6 + 0.4 / 2 x 0.25 = 0.53")
                .contains("1 - |0.7 - 0.5| = 0.8")
                .contains("1.7x over 40 completions of Fast Learner learners, 95 % interval 1.5 to 1.9");
        assertThat(run(new InsightsCommand(), "explain", "cohort-9", "--from", folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there are no insights of cohort cohort-9; there are some of: cohort-001");
    }

    @Test
    void shouldSayWhichFolderIsNone() {
        assertThat(run(
                        new CalibrateCommand(),
                        "--from",
                        folder.resolve("nowhere").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nowhere is no folder of analyze: it has no roi-records");
        assertThat(run(new CalibrateCommand(), "--split", "1", "--from", folder.toString()))
                .isEqualTo(2);
    }
}
