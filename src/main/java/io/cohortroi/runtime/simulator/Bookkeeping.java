package io.cohortroi.runtime.simulator;

import io.cohortroi.runtime.importer.EventJson;
import io.cohortroi.runtime.importer.ImportedEvent;
import io.cohortroi.runtime.importer.TopicNames;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What the company's finance books of the past: an entry a workflow and month, within one percent of what the trainings
 * cost, posted on the fifth of the next month. Of the last month the invoice for one workflow comes two weeks late; the
 * records charge as much already, so it changes none of them.
 */
final class Bookkeeping {
    /** Everything about a month was told by then. */
    private static final Duration SETTLED_AFTER = Duration.ofDays(20);

    private static final double LATE_SHARE = 0.02;

    private final long seed;
    private final Instant end;
    private final TreeMap<YearMonth, TreeMap<String, BigDecimal>> costs = new TreeMap<>();

    Bookkeeping(long seed, Instant end) {
        this.seed = seed;
        this.end = end;
    }

    void charge(Training training, BigDecimal cost) {
        YearMonth month = YearMonth.from(training.completedAt().atZone(ZoneOffset.UTC));
        if (cost.signum() > 0 && !end.isBefore(after(month, SETTLED_AFTER))) {
            costs.computeIfAbsent(month, key -> new TreeMap<>())
                    .merge(training.workflow().id(), cost, BigDecimal::add);
        }
    }

    List<ImportedEvent> entries() {
        List<ImportedEvent> entries = new ArrayList<>();
        costs.forEach((month, byWorkflow) -> byWorkflow.forEach((workflow, cost) -> {
            boolean comesLate = month.equals(costs.lastKey()) && workflow.equals(byWorkflow.firstKey());
            double share = comesLate
                    ? 0.995 - LATE_SHARE
                    : Dice.of(seed, "ledger", month.getYear(), month.getMonthValue(), workflow.hashCode())
                            .between(0.99, 1.01);
            entries.add(entry("", workflow, month, cost, share, after(month, Duration.ofDays(4))));
            if (comesLate) {
                entries.add(entry("-late", workflow, month, cost, LATE_SHARE, after(month, Duration.ofDays(14))));
            }
        }));
        return entries;
    }

    private static Instant after(YearMonth month, Duration time) {
        return month.plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(time);
    }

    private static ImportedEvent entry(
            String suffix, String workflow, YearMonth month, BigDecimal cost, double share, Instant postedAt) {
        String value = EventJson.object(json -> {
            json.writeStringField("entry_id", "inv-" + month + "-" + workflow + suffix);
            json.writeStringField("workflow_id", workflow);
            json.writeStringField("period", month.toString());
            json.writeStringField("category", "delivery");
            EventJson.decimal(
                    json, "amount", cost.multiply(BigDecimal.valueOf(share)).setScale(2, RoundingMode.HALF_UP));
            json.writeStringField("currency", "EUR");
            json.writeStringField("posted_at", postedAt.toString());
        });
        return new ImportedEvent(TopicNames.FINANCE_LEDGER, workflow, value, postedAt);
    }
}
