package io.cohortroi.topology.state;

import io.cohortroi.domain.calibration.WorkflowCosts;
import io.cohortroi.topology.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** What every workflow costs by both accounts, which of them have to be looked at, and how far the stream has come. */
public final class CostStores {
    private static final String NEWEST = "newest";

    private final KeyValueStore<String, WorkflowCosts> costs;
    private final KeyValueStore<String, Boolean> changed;
    private final KeyValueStore<String, Instant> clock;

    public CostStores(ProcessingContext context) {
        this.costs = context.getStateStore(Names.WORKFLOW_COSTS);
        this.changed = context.getStateStore(Names.CHANGED_COSTS);
        this.clock = context.getStateStore(Names.COST_CLOCK);
    }

    public WorkflowCosts of(String workflowId) {
        WorkflowCosts known = costs.get(workflowId);
        return known == null ? WorkflowCosts.NOTHING : known;
    }

    /** Keeps what is known by now, to be looked at. */
    public void change(String workflowId, WorkflowCosts next) {
        costs.put(workflowId, next);
        changed.put(workflowId, Boolean.TRUE);
    }

    /** Keeps what is known after a look. */
    public void lookedAt(String workflowId, WorkflowCosts next) {
        costs.put(workflowId, next.months().isEmpty() ? null : next);
        changed.delete(workflowId);
    }

    public void changeAll() {
        List<String> all = new ArrayList<>();
        try (KeyValueIterator<String, WorkflowCosts> entries = costs.all()) {
            entries.forEachRemaining(entry -> all.add(entry.key));
        }
        all.forEach(workflowId -> changed.put(workflowId, Boolean.TRUE));
    }

    /** In the order of their ids. */
    public List<String> changed() {
        List<String> found = new ArrayList<>();
        try (KeyValueIterator<String, Boolean> entries = changed.all()) {
            entries.forEachRemaining(entry -> found.add(entry.key));
        }
        return found;
    }

    /** Newest event time of the stream; null before the first event. */
    public @Nullable Instant clock() {
        return clock.get(NEWEST);
    }

    public void advance(Instant eventTime) {
        Instant known = clock();
        if (known == null || eventTime.isAfter(known)) {
            clock.put(NEWEST, eventTime);
        }
    }
}
