package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.ViewEntry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The conservation ledger for Prometheus, of the whole cluster whichever instance is asked:
 *
 * <pre>
 * ledger_records{topic="training-completions",partition="0",column="input"} 100
 * ledger_records{topic="training-completions",partition="0",column="applied"} 90
 * ledger_unbalanced_partitions 0
 * </pre>
 */
final class LedgerGauges {
    private static final List<String> COLUMNS =
            List.of("input", "applied", "duplicate", "superseded", "waiting", "dead_lettered");

    private final CompactedViews views;
    private final MultiGauge records;

    LedgerGauges(CompactedViews views, MeterRegistry registry) {
        this.views = views;
        this.records = MultiGauge.builder("ledger.records")
                .description("Input records per topic and partition, and how they ended")
                .register(registry);
        Gauge.builder("ledger.unbalanced.partitions", this, LedgerGauges::unbalanced)
                .description(
                        "Input partitions whose records do not add up; anything above 0 is a loss or a double count")
                .register(registry);
    }

    /** Takes over what the ledger says now; to be called before the registry is read. */
    void refresh() {
        List<Row<?>> rows = new ArrayList<>();
        for (ViewEntry entry : entries()) {
            ObjectNode counts = entry.value();
            Tags place = Tags.of(
                    "topic",
                    counts.path("topic").asText(),
                    "partition",
                    counts.path("partition").asText());
            for (String column : COLUMNS) {
                rows.add(Row.of(place.and("column", column), (Number)
                        counts.path(column).asLong()));
            }
        }
        records.register(rows, true);
    }

    private double unbalanced() {
        return entries().stream()
                .filter(entry -> !LedgerRoutes.isBalanced(entry.value()))
                .count();
    }

    private Collection<ViewEntry> entries() {
        return views.snapshot().table(CompactedViews.CONSERVATION_LEDGER).values();
    }
}
