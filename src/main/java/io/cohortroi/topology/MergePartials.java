package io.cohortroi.topology;

import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.stage.ScopeAccount;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.domain.stage.ScopeMetrics;
import io.cohortroi.topology.serde.ScopeMetricsJson;
import io.cohortroi.topology.state.ScopeStores;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The stage by scope: merges differences, watches the alert rules with each, publishes changed metrics once a tick. */
final class MergePartials extends TickingStep<ScopeDelta> {
    private final Wiring wiring;
    private @Nullable ScopeStores scopes;
    private @Nullable WatchRules alerts;
    private boolean foldedAtEnd;

    MergePartials(Wiring wiring) {
        super(wiring, wiring.options().metricsEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        scopes = new ScopeStores(context);
        alerts = new WatchRules(wiring, context, scopes);
        if (wiring.options().holdsAlertUpdates()) {
            schedule(wiring.options().alertUpdatesEvery(), alerts()::updates);
        }
    }

    @Override
    public void process(Record<String, ScopeDelta> record) {
        ScopeStores stores = stores();
        wiring.inputEnd().unsettled(this);
        foldedAtEnd = false;
        Scope scope = Scope.ofKey(record.key());
        if (scope.kind() == Scope.Kind.TOPIC) {
            alerts().counted(scope, record.value().refusals(), record.timestamp());
        } else {
            ScopeAccount account = stores.merge(scope, record.value());
            alerts().merged(scope, account, record.value().extremes(), record.timestamp());
        }
    }

    @Override
    void tick(long wallClock) {
        ScopeStores stores = stores();
        if (wiring.inputEnd().isConcluded() && !wiring.options().watchLive() && !foldedAtEnd) {
            alerts().whole(wallClock);
            foldedAtEnd = true;
        }
        for (Scope scope : stores.changed()) {
            ScopeMetrics metrics = stores.account(scope).metrics();
            if (metrics != null) {
                int minorDigits = wiring.options().policy().valuation().minorDigits();
                send(Topics.COHORT_METRICS, scope.key(), ScopeMetricsJson.toBytes(metrics, minorDigits), wallClock);
            }
            stores.published(scope);
        }
        if (wiring.inputEnd().isReached()) {
            alerts().updates(wallClock);
            wiring.inputEnd().settled(this);
        }
    }

    private WatchRules alerts() {
        if (alerts == null) {
            throw new IllegalStateException("a processor is initialised before it is used");
        }
        return alerts;
    }

    private ScopeStores stores() {
        if (scopes == null) {
            throw new IllegalStateException("a processor is initialised before it is used");
        }
        return scopes;
    }
}
