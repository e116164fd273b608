package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.calibration.ChargedSums;
import io.cohortroi.domain.calibration.LedgerSums;
import io.cohortroi.domain.calibration.Reconciliation;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cost charged in final records against the ledger, per workflow and month of {@code completed_at} (UTC).
 *
 * @param newest newest event time of the records; months before its own are closed
 * @param rows by workflow, then month
 */
public record ReconciliationReview(Instant newest, List<Reconciliation> rows) {
    public ReconciliationReview {
        rows = List.copyOf(rows);
    }

    /** @param file one ledger entry a line, as the values of {@code finance-ledger} */
    public static ReconciliationReview of(Results results, Path file, LedgerBook ledger) throws IOException {
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            try {
                ledger.addStrictly(line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new IOException(file + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return of(results, ledger);
    }

    /** Against the topic {@code finance-ledger} of the same cluster. */
    public static ReconciliationReview of(ClusterResults cluster, LedgerBook ledger) throws IOException {
        cluster.readInto(ledger);
        return of((Results) cluster, ledger);
    }

    private static ReconciliationReview of(Results results, LedgerBook ledger) throws IOException {
        TreeMap<WorkflowMonth, ChargedSums> charged = new TreeMap<>();
        TreeMap<WorkflowMonth, LedgerSums> booked = new TreeMap<>();
        ledger.forEachMonth((month, sums) -> {
            booked.put(month, sums);
            charged.put(month, ChargedSums.NOTHING);
        });
        Instant newest = newestOf(results);
        for (FinalRecord record : FinalRecord.of(results)) {
            YearMonth month = YearMonth.from(record.completedAt().atZone(ZoneOffset.UTC));
            charged.merge(
                    new WorkflowMonth(record.workflowId(), month),
                    new ChargedSums(1, record.cost().subtract(record.costAdjustment()), record.costAdjustment()),
                    ChargedSums::plus);
            newest = record.completedAt().isAfter(newest) ? record.completedAt() : newest;
        }
        List<Reconciliation> rows = new ArrayList<>();
        for (Map.Entry<WorkflowMonth, ChargedSums> each : charged.entrySet()) {
            WorkflowMonth month = each.getKey();
            rows.add(Reconciliation.of(
                    month.workflowId(),
                    month.period(),
                    each.getValue(),
                    booked.getOrDefault(month, LedgerSums.NOTHING),
                    newest));
        }
        return new ReconciliationReview(newest, rows);
    }

    /** How far the stream says it has come: events that are no completions close a month too. */
    private static Instant newestOf(Results results) throws IOException {
        Instant newest = Instant.EPOCH;
        for (ObjectNode value : results.latest(Topics.COST_RECONCILIATION).values()) {
            Instant seen = Instant.parse(value.path("updated_at").asText());
            newest = seen.isAfter(newest) ? seen : newest;
        }
        return newest;
    }

    /** Closed periods that do not agree within 2 %. */
    public List<Reconciliation> exceptions() {
        return rows.stream().filter(Reconciliation::isException).toList();
    }

    /** {@code workflows} as on {@code cost-reconciliation}. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        TreeMap<String, ArrayNode> byWorkflow = new TreeMap<>();
        ArrayNode workflows = node.putArray("workflows");
        for (Reconciliation row : rows) {
            byWorkflow
                    .computeIfAbsent(row.workflowId(), id -> {
                        ObjectNode workflow = workflows.addObject().put("workflow_id", id);
                        ArrayNode periods = workflow.putArray("periods");
                        workflow.put("updated_at", newest.toString());
                        return periods;
                    })
                    .addObject()
                    .put("period", row.period().toString())
                    .put("completions", row.completions())
                    .put("charged", row.charged())
                    .put("ledger", row.ledger())
                    .put("variance_pct", row.variancePct())
                    .put("closed", row.closed())
                    .put("status", row.status().label())
                    .put("adjustment", row.adjustment())
                    .put("unbooked", row.unbooked());
        }
        node.put("outside", exceptions().size());
        return node;
    }

    /** What does not match, and the totals. */
    public List<String> text() {
        List<String> lines = new ArrayList<>();
        for (Reconciliation row : exceptions()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-28s %s  charged %14s  ledger %14s  %9s  %s",
                    row.workflowId(),
                    row.period(),
                    row.charged().toPlainString(),
                    row.ledger().toPlainString(),
                    row.variancePct() == null
                            ? "-"
                            : String.format(
                                    Locale.ROOT, "%+.2f %%", row.variancePct().doubleValue()),
                    row.status().label().replace('_', ' ')));
        }
        BigDecimal charged = rows.stream().map(Reconciliation::charged).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal ledger = rows.stream().map(Reconciliation::ledger).reduce(BigDecimal.ZERO, BigDecimal::add);
        long open = rows.stream().filter(row -> !row.closed()).count();
        lines.add(rows.size() + " workflow months, " + open + " of them still open; charged " + charged.toPlainString()
                + ", ledger " + ledger.toPlainString() + "; " + exceptions().size() + " outside 2 %.");
        return lines;
    }
}
