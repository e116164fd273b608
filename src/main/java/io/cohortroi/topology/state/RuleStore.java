package io.cohortroi.topology.state;

import io.cohortroi.domain.alert.RuleState;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.topology.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
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
        return where((scope, state) -> scope.kind() == Scope.Kind.TOPIC);
    }

    /** The scopes of which an alert stands otherwise than was last published, in the order of their keys. */
    public List<Scope> unsaid() {
        return where((scope, state) -> !state.unsaid().isEmpty());
    }

    private List<Scope> where(BiPredicate<Scope, RuleState> wanted) {
        List<Scope> scopes = new ArrayList<>();
        try (KeyValueIterator<String, RuleState> entries = store.all()) {
            entries.forEachRemaining(entry -> {
                Scope scope = Scope.ofKey(entry.key);
                if (wanted.test(scope, entry.value)) {
                    scopes.add(scope);
                }
            });
        }
        return scopes;
    }
}
