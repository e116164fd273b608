package io.cohortroi.topology;

import io.cohortroi.domain.calibration.Reconciliation;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How long, by the clock on the wall, a closed month has differed from the ledger. While a stream catches up one
 * partition is in October and another still in August, so August is closed and not whole yet; what differs for
 * {@link #LONG_ENOUGH} is no longer that.
 */
final class StandingDifferences {
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final Map<String, Map<YearMonth, Long>> since = new HashMap<>();
    private final SortedSet<String> young = new TreeSet<>();

    /** To be called before the months of a workflow are asked for. */
    void look(String workflowId) {
        young.remove(workflowId);
    }

    /** Whether an alert may be raised or ended by that row. */
    boolean isOldEnough(Reconciliation row, long wallClock) {
        Map<YearMonth, Long> months = since.computeIfAbsent(row.workflowId(), id -> new HashMap<>());
        if (!row.isException()) {
            months.remove(row.period());
            return true;
        }
        long first = months.computeIfAbsent(row.period(), month -> wallClock);
        boolean isOldEnough = wallClock - first >= LONG_ENOUGH.toMillis();
        if (!isOldEnough) {
            young.add(row.workflowId());
        }
        return isOldEnough;
    }

    /** Workflows to be looked at again although nothing of them has changed. */
    SortedSet<String> young() {
        return new TreeSet<>(young);
    }
}
