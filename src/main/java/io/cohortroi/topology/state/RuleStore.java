package io.cohortroi.topology.state;

import io.cohortroi.domain.alert.RuleState;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.topology.Names;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Where the alert rules of the scopes of one task stand. */
public final class RuleStore {
    private final KeyValueStore<String, RuleState> store;

    public RuleStore(ProcessingContext context) {
        this.store = context.getStateStore(Names.SCOPE_RULES);
    }

    public RuleState of(Scope scope) {
        RuleState known = store.get(scope.key());
        return known == null ? RuleState.INITIAL : known;
    }

    public void keep(Scope scope, RuleState state) {
        store.put(scope.key(), state);
    }

    /** The topics of which something is known. */
    public List<Scope> topics() {
        List<Scope> topics = new ArrayList<>();
        try (KeyValueIterator<String, RuleState> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                Scope scope = Scope.ofKey(entry.key);
                if (scope.kind() == Scope.Kind.TOPIC) {
                    topics.add(scope);
                }
            });
        }
        return topics;
    }
}
