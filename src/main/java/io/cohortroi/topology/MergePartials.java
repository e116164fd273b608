package io.cohortroi.topology;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.stage.ScopeAccount;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.domain.stage.ScopeMetrics;
import io.cohortroi.topology.serde.AlertJson;
import io.cohortroi.topology.serde.ScopeMetricsJson;
import io.cohortroi.topology.state.ScopeStores;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The stage by scope: merges differences, watches the variance with each, publishes changed metrics once a tick. */
final class MergePartials extends ContextualProcessor<String, ScopeDelta, String, Emission> {
    private final Wiring wiring;
    private @Nullable ScopeStores scopes;
    private boolean foldedAtEnd;

    MergePartials(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public void init(ProcessorContext<String, Emission> context) {
        super.init(context);
        scopes = new ScopeStores(context);
        wiring.inputEnd().unsettled(this);
        context.schedule(wiring.options().metricsEvery(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<String, ScopeDelta> record) {
        ScopeStores stores = stores();
        wiring.inputEnd().unsettled(this);
        foldedAtEnd = false;
        Scope scope = Scope.ofKey(record.key());
        ScopeAccount account = stores.merge(scope, record.value());
        if (wiring.options().watchLive()) {
            watch(stores, scope, account, record.timestamp());
        }
    }

    @Override
    public void close() {
        wiring.inputEnd().closed(this);
    }

    private void tick(long wallClock) {
        ScopeStores stores = stores();
        if (wiring.inputEnd().isConcluded() && !wiring.options().watchLive() && !foldedAtEnd) {
            stores.all().forEach(scope -> watch(stores, scope, stores.account(scope), wallClock));
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
            wiring.inputEnd().settled(this);
        }
    }

    private void watch(ScopeStores stores, Scope scope, ScopeAccount account, long time) {
        ReferenceData reference = wiring.reference().get();
        for (Alert alert : account.watch(rulesOf(scope, account, reference), epochsOf(scope, reference))) {
            send(Topics.ROI_ALERTS, alert.fingerprint(), AlertJson.toBytes(alert), time);
        }
        stores.keep(scope, account);
    }

    private AlertRules rulesOf(Scope scope, ScopeAccount account, ReferenceData reference) {
        AlertRules rules = wiring.options().alertRules();
        Instant newest = account.totals().newestEvent();
        if (scope.kind() != Scope.Kind.COHORT || newest == null) {
            return rules;
        }
        CohortDefinition.Thresholds own = reference
                .cohort(scope.id(), newest)
                .map(version -> version.value().thresholds())
                .orElse(CohortDefinition.Thresholds.NONE);
        return rules.overriddenBy(own.variancePercent(), own.minCompletions(), null);
    }

    private static NavigableSet<LocalDate> epochsOf(Scope scope, ReferenceData reference) {
        return reference.baselineEpochs(
                scope.kind() == Scope.Kind.ARCHETYPE ? Archetype.ofLabel(scope.id()) : Optional.empty());
    }

    private void send(String topic, String key, byte[] value, long time) {
        Emission output = new Emission.Output(topic, key.getBytes(StandardCharsets.UTF_8), value);
        context().forward(new Record<>(key, output, Math.max(0, time)));
    }

    private ScopeStores stores() {
        if (scopes == null) {
            throw new IllegalStateException("a processor is initialised before it is used");
        }
        return scopes;
    }
}
