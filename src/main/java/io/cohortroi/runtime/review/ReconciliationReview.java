package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.calibration.LedgerEntry;
import io.cohortroi.domain.calibration.Reconciliation;
import io.cohortroi.runtime.query.Json;
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
import java.util.TreeMap;

/**
 * The cost charged in final records against the ledger, per workflow and month of {@code completed_at} (UTC).
 *
 * @param newest newest event time of the records; months before its own are closed
 * @param rows by workflow, then month
 */
public record ReconciliationReview(Instant newest, List<Reconciliation> rows) {
    private record Place(String workflowId, YearMonth period) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byWorkflow = workflowId.compareTo(other.workflowId);
            return byWorkflow != 0 ? byWorkflow : period.compareTo(other.period);
        }
    }

    public ReconciliationReview {
        rows = List.copyOf(rows);
    }

    /** @param file one ledger entry a line, as the values of {@code finance-ledger} */
    public static ReconciliationReview of(Results results, Path file, String currency) throws IOException {
        LedgerFile ledger = new LedgerFile(currency);
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            try {
                ledger.add(Json.parseObject(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new IOException(file + " line " + number + ": " + e.getMessage(), e);
            }
        }
        return of(results, ledger);
    }

    /** Against the topic {@code finance-ledger} of the same cluster. */
    public static ReconciliationReview of(ClusterResults cluster, String currency) throws IOException {
        LedgerFile ledger = new LedgerFile(currency);
        cluster.read("finance-ledger", ledger::add);
        return of(cluster, ledger);
    }

    private static ReconciliationReview of(Results results, LedgerFile ledger) throws IOException {
        TreeMap<Place, List<LedgerEntry>> entries = new TreeMap<>();
        for (LedgerEntry entry : ledger.entries()) {
            entries.computeIfAbsent(new Place(entry.workflowId(), entry.period()), key -> new ArrayList<>())
                    .add(entry);
        }
        TreeMap<Place, List<FinalRecord>> records = new TreeMap<>();
        Instant newest = Instant.EPOCH;
        for (FinalRecord record : FinalRecord.of(results)) {
            YearMonth month = YearMonth.from(record.completedAt().atZone(ZoneOffset.UTC));
            Place place = new Place(record.workflowId(), month);
            records.computeIfAbsent(place, key -> new ArrayList<>()).add(record);
            entries.computeIfAbsent(place, key -> List.of());
            newest = record.completedAt().isAfter(newest) ? record.completedAt() : newest;
        }
        List<Reconciliation> rows = new ArrayList<>();
        for (var each : entries.entrySet()) {
            List<FinalRecord> charged = records.getOrDefault(each.getKey(), List.of());
            BigDecimal cost = charged.stream().map(FinalRecord::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
            rows.add(Reconciliation.of(
                    each.getKey().workflowId(), each.getKey().period(), charged.size(), cost, each.getValue(), newest));
        }
        return new ReconciliationReview(newest, rows);
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
                    .put("status", row.status().label());
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
