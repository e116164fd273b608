package io.cohortroi.topology;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.calibration.ChargedSums;
import io.cohortroi.domain.calibration.CostReview;
import io.cohortroi.domain.calibration.WorkflowCosts;
import io.cohortroi.domain.insight.InsightCell;
import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.roi.CostAdjustment;
import io.cohortroi.topology.serde.AlertJson;
import io.cohortroi.topology.serde.CostAdjustmentJson;
import io.cohortroi.topology.serde.CostReconciliationJson;
import io.cohortroi.topology.state.CostStores;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Holds what ROI records charge against what finance has booked, one workflow at a time, and publishes once an interval
 * what has changed: the rows, what late entries add to the cost of the records, and alerts. What an adjustment does to
 * the records comes back as sums of its own, so that it never feeds on itself.
 */
final class ReconcileCosts extends TickingStep<InsightSums> {
    /** Workflows looked at in one interval, so that a large catalogue does not stop the task; the rest follow. */
    private static final int WORKFLOWS_A_TICK = 200;

    private final Wiring wiring;
    private final LastSaid said = new LastSaid();
    private final Map<String, CostAdjustment> underWay = new HashMap<>();
    private final StandingDifferences differences = new StandingDifferences();
    private @Nullable CostStores costs;
    private @Nullable LocalDate lookedAtDay;
    private @Nullable Instant lookedAtEnd;
    private boolean isWholeLookedAt;

    ReconcileCosts(Wiring wiring) {
        super(wiring, wiring.options().insights().every());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        costs = new CostStores(context);
    }

    @Override
    public void process(Record<String, InsightSums> record) {
        Scope scope = Scope.ofKey(record.key());
        Instant newest = record.value().newest();
        if (scope.kind() == Scope.Kind.WORKFLOW) {
            wiring.inputEnd().unsettled(this);
            WorkflowCosts known = costs().of(scope.id());
            for (Map.Entry<YearMonth, ChargedSums> each :
                    chargedOf(record.value()).entrySet()) {
                known = known.plus(each.getKey(), each.getValue());
            }
            costs().change(scope.id(), known);
        } else if (scope.equals(Scope.OVERALL) && newest != null) {
            wiring.inputEnd().unsettled(this);
            costs().advance(newest);
        }
    }

    private static SortedMap<YearMonth, ChargedSums> chargedOf(InsightSums sums) {
        SortedMap<YearMonth, ChargedSums> found = new TreeMap<>();
        sums.of(InsightCell.Kind.CHARGED).forEach((month, moments) -> add(found, month, charged(moments)));
        sums.of(InsightCell.Kind.ADJUSTED).forEach((month, moments) -> add(found, month, adjusted(moments)));
        return found;
    }

    private static void add(SortedMap<YearMonth, ChargedSums> sums, String month, ChargedSums more) {
        sums.merge(YearMonth.parse(month), more, ChargedSums::plus);
    }

    private static ChargedSums charged(Moments moments) {
        return new ChargedSums(moments.n(), moments.total(), ChargedSums.NOTHING.adjusted());
    }

    private static ChargedSums adjusted(Moments moments) {
        return new ChargedSums(0, ChargedSums.NOTHING.before(), moments.total());
    }

    @Override
    void tick(long wallClock) {
        long era = wiring.inputEnd().era();
        Instant clock = costs().clock();
        boolean looksAtWhole =
                wiring.inputEnd().isConcluded() && !wiring.options().watchLive() && !isWholeLookedAt;
        boolean isDone = true;
        if (clock != null) {
            markDue(clock, looksAtWhole);
            SortedSet<String> all = differences.young();
            all.addAll(costs().changed());
            List<String> due = List.copyOf(all);
            isDone = due.size() <= WORKFLOWS_A_TICK;
            for (String workflowId : isDone || looksAtWhole ? due : due.subList(0, WORKFLOWS_A_TICK)) {
                look(workflowId, clock, looksAtWhole, wallClock);
            }
        }
        isWholeLookedAt = isWholeLookedAt || looksAtWhole;
        ReferenceData reference = wiring.reference().get();
        underWay.entrySet()
                .removeIf(each -> reference
                        .adjustment(each.getKey())
                        .filter(each.getValue()::says)
                        .isPresent());
        if (wiring.inputEnd().isReached() && isDone && underWay.isEmpty()) {
            wiring.inputEnd().settledIn(era, this);
        }
    }

    /** A new day may close a month or let an alert be forgotten; at the end of input all rows say how far it came. */
    private void markDue(Instant clock, boolean looksAtWhole) {
        LocalDate day = LocalDate.ofInstant(clock, ZoneOffset.UTC);
        boolean atEnd = wiring.inputEnd().isReached() && !clock.equals(lookedAtEnd);
        if (!day.equals(lookedAtDay) || atEnd || looksAtWhole) {
            costs().changeAll();
            lookedAtDay = day;
            lookedAtEnd = wiring.inputEnd().isReached() ? clock : null;
        }
    }

    private void look(String workflowId, Instant clock, boolean looksAtWhole, long time) {
        boolean isLive = wiring.options().watchLive();
        differences.look(workflowId);
        CostReview review = CostReview.of(
                workflowId,
                costs().of(workflowId),
                clock,
                wiring.options().insights().closing(),
                row -> looksAtWhole || (isLive && differences.isOldEnough(row, time)));
        costs().lookedAt(workflowId, review.costs());
        // A workflow of which nothing is left is taken off the topic.
        byte[] rows = review.rows().isEmpty() ? null : CostReconciliationJson.toBytes(workflowId, review.rows(), clock);
        if (said.isNews(workflowId, rows)) {
            send(Topics.COST_RECONCILIATION, workflowId, rows, time);
        }
        review.adjustments().forEach((month, adjustment) -> {
            String key = CostAdjustment.key(workflowId, month);
            underWay.put(key, adjustment);
            wiring.inputEnd().unsettled(this);
            send(Topics.COST_ADJUSTMENTS, key, CostAdjustmentJson.toBytes(workflowId, month, adjustment, clock), time);
        });
        for (Alert alert : review.alerts()) {
            send(Topics.ROI_ALERTS, alert.fingerprint(), AlertJson.toBytes(alert), time);
        }
        review.forgotten().forEach(fingerprint -> send(Topics.ROI_ALERTS, fingerprint, null, time));
    }

    private CostStores costs() {
        if (costs == null) {
            throw new IllegalStateException("a processor is initialised before it is used");
        }
        return costs;
    }
}
