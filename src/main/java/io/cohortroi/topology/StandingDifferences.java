package io.cohortroi.topology;

import io.cohortroi.domain.calibration.Reconciliation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How long, by the clock on the wall, a closed month has differed from the ledger without moving. While a stream catches
 * up one partition is in October and another still in August, so August is closed and not whole yet; what has differed
 * by the same amounts for {@link #LONG_ENOUGH} is no longer that.
 */
final class StandingDifferences {
    static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private record Difference(BigDecimal charged, BigDecimal ledger, long since) {
        boolean isOf(Reconciliation row) {
            return charged.compareTo(row.charged()) == 0 && ledger.compareTo(row.ledger()) == 0;
        }
    }

    private final Map<String, Map<YearMonth, Difference>> known = new HashMap<>();
    private final SortedSet<String> young = new TreeSet<>();

    /** To be called before the months of a workflow are asked for. */
    void look(String workflowId) {
        young.remove(workflowId);
    }

    /** Whether an alert may be raised or ended by that row. */
    boolean isOldEnough(Reconciliation row, long wallClock) {
        Map<YearMonth, Difference> months = known.computeIfAbsent(row.workflowId(), id -> new HashMap<>());
        if (!row.isException()) {
            months.remove(row.period());
            return true;
        }
        Difference difference = months.get(row.period());
        if (difference == null || !difference.isOf(row)) {
            difference = new Difference(row.charged(), row.ledger(), wallClock);
            months.put(row.period(), difference);
        }
        boolean isOldEnough = wallClock - difference.since() >= LONG_ENOUGH.toMillis();
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
