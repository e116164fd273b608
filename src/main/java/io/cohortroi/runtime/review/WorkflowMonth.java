package io.cohortroi.runtime.review;

import java.time.YearMonth;
import java.util.Comparator;

/** A workflow in a month of {@code completed_at} (UTC). */
record WorkflowMonth(String workflowId, YearMonth period) implements Comparable<WorkflowMonth> {
    private static final Comparator<WorkflowMonth> ORDER =
            Comparator.comparing(WorkflowMonth::workflowId).thenComparing(WorkflowMonth::period);

    @Override
    public int compareTo(WorkflowMonth other) {
        return ORDER.compare(this, other);
    }
}
