package io.cohortroi.domain.calibration;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRule;
import io.cohortroi.domain.alert.AlertStatus;
import io.cohortroi.domain.alert.CostVarianceDetector;
import io.cohortroi.domain.alert.LifeCycle;
import io.cohortroi.domain.alert.Reading;
import io.cohortroi.domain.roi.CostAdjustment;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds one workflow against the ledger, month by month: {@code (what is known, clock) -> (what is known now, what to
 * say)}. Of a month of which finance has booked nothing the row says so and no alert is raised: where nobody keeps a
 * ledger, or it has not come yet, there is nothing to differ from.
 *
 * @param costs what is known now
 * @param rows what to publish of the workflow, oldest month first; a month of which neither side has anything has none
 * @param adjustments that are new or changed, by month
 * @param alerts what to publish, in order
 * @param forgotten fingerprints of alerts that ended long ago, to be taken off the topic
 */
public record CostReview(
        WorkflowCosts costs,
        List<Reconciliation> rows,
        SortedMap<YearMonth, CostAdjustment> adjustments,
        List<Alert> alerts,
        List<String> forgotten) {
    /** How long, in event time, the last value of an ended alert stays on the topic. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    /**
     * @param clock the newest event time of the stream
     * @param closing how long after its end a month stays open for entries
     * @param alerting the rows that the alert rule is to look at now
     */
    public static CostReview of(
            String workflowId,
            WorkflowCosts before,
            Instant clock,
            Duration closing,
            Predicate<Reconciliation> alerting) {
        Draft draft = new Draft(workflowId, clock, closing, alerting);
        before.months().forEach(draft::look);
        return new CostReview(
                new WorkflowCosts(draft.months), draft.rows, draft.adjustments, draft.alerts, draft.forgotten);
    }

    private static final class Draft {
        private final TreeMap<YearMonth, MonthCosts> months = new TreeMap<>();
        private final List<Reconciliation> rows = new ArrayList<>();
        private final TreeMap<YearMonth, CostAdjustment> adjustments = new TreeMap<>();
        private final List<Alert> alerts = new ArrayList<>();
        private final List<String> forgotten = new ArrayList<>();
        private final String workflowId;
        private final Instant clock;
        private final Duration closing;
        private final Predicate<Reconciliation> alerting;

        Draft(String workflowId, Instant clock, Duration closing, Predicate<Reconciliation> alerting) {
            this.workflowId = workflowId;
            this.clock = clock;
            this.closing = closing;
            this.alerting = alerting;
        }

        void look(YearMonth month, MonthCosts known) {
            Reconciliation row = Reconciliation.of(workflowId, month, known.charged(), known.ledger(), clock);
            MonthCosts next = known;
            if (!known.hasNothing()) {
                rows.add(row);
            }
            CostAdjustment adjustment = new CostAdjustment(
                    row.adjustment(), known.charged().before(), row.adjustment().signum() == 0 ? 0 : row.completions());
            if (isNews(known.told(), adjustment)) {
                adjustments.put(month, adjustment);
                next = next.telling(adjustment);
            }
            boolean isClosedForEntries =
                    !clock.isBefore(LedgerEntry.endOf(month).plus(closing));
            if (isClosedForEntries && known.ledger().entries() > 0) {
                next = next.stated();
            }
            months.put(month, alerting.test(row) ? alerted(month, row, next) : next);
        }

        /** Of an adjustment of nothing only that there was another before is news. */
        private static boolean isNews(@Nullable CostAdjustment told, CostAdjustment adjustment) {
            if (adjustment.amount().signum() == 0) {
                return told != null && told.amount().signum() != 0;
            }
            return told == null || !told.says(adjustment);
        }

        private MonthCosts alerted(YearMonth month, Reconciliation row, MonthCosts known) {
            String subject = CostVarianceDetector.subject(workflowId, month);
            Alert standing = known.standing();
            if (standing == null && (known.ledger().entries() == 0 || hasEndedToday(known))) {
                return forgetting(subject, known);
            }
            LifeCycle.Step step = standing != null && known.ledger().entries() == 0
                    ? LifeCycle.supersede(standing, clock)
                    : LifeCycle.step(AlertRule.COST_VARIANCE, subject, standing, read(month, row));
            step.published().ifPresent(alerts::add);
            Instant ended = step.published()
                    .filter(alert -> alert.status() == AlertStatus.RESOLVED)
                    .map(alert -> clock)
                    .orElse(step.standing() == null ? known.endedAt() : null);
            return forgetting(subject, known.alerting(step.standing(), ended));
        }

        /** An alert is known by the event day on which it was raised, so there is one a day. */
        private boolean hasEndedToday(MonthCosts known) {
            Instant ended = known.endedAt();
            return ended != null
                    && clock.isBefore(ended.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
        }

        private Reading read(YearMonth month, Reconciliation row) {
            return CostVarianceDetector.standard()
                    .read(
                            new CostVarianceDetector.Observation(month, row.charged(), row.ledger(), row.completions()),
                            clock);
        }

        private MonthCosts forgetting(String subject, MonthCosts known) {
            Instant ended = known.endedAt();
            if (ended == null || clock.isBefore(ended.plus(REMEMBERED))) {
                return known;
            }
            forgotten.add(Alert.fingerprint(AlertRule.COST_VARIANCE, subject));
            return known.alerting(known.standing(), null);
        }
    }
}
