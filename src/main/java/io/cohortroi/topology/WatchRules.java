package io.cohortroi.topology;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.Refusals;
import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.stage.Extremes;
import io.cohortroi.domain.stage.ScopeAccount;
import io.cohortroi.domain.stage.ScopeWatch;
import io.cohortroi.topology.serde.AlertJson;
import io.cohortroi.topology.state.RuleStore;
import io.cohortroi.topology.state.ScopeStores;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Looks at the alert rules of the scopes of one task and publishes what they say. */
final class WatchRules {
    private final Wiring wiring;
    private final ProcessorContext<String, Emission> context;
    private final ScopeStores scopes;
    private final RuleStore rules;

    WatchRules(Wiring wiring, ProcessorContext<String, Emission> context, ScopeStores scopes) {
        this.wiring = wiring;
        this.context = context;
        this.scopes = scopes;
        this.rules = new RuleStore(context);
    }

    /** A difference was merged. What depends on the sums alone is looked at now only where the input goes on. */
    void merged(Scope scope, ScopeAccount account, Extremes fresh, long time) {
        ScopeWatch watch = watch(scope, account.totals().newestEvent()).outliers(account, fresh);
        if (wiring.options().watchLive()) {
            watch.sums(account, epochsOf(scope));
        }
        conclude(scope, account, watch, time);
    }

    /** A task told how a topic fares. */
    void counted(Scope topic, Refusals fresh, long time) {
        Refusals all = rules.of(topic).refusals().plus(fresh);
        rules.keep(topic, rules.of(topic).withRefusals(all));
        if (wiring.options().watchLive()) {
            publish(topic, done(watch(topic, all.clock()).quality(false), all.clock()), time);
        }
    }

    /** The input has ended, and nothing was looked at but the outliers. */
    void whole(long time) {
        for (Scope scope : scopes.all()) {
            ScopeAccount account = scopes.account(scope);
            conclude(
                    scope, account, watch(scope, account.totals().newestEvent()).sums(account, epochsOf(scope)), time);
        }
        for (Scope topic : rules.topics()) {
            Instant clock = rules.of(topic).refusals().clock();
            publish(topic, done(watch(topic, clock).quality(true), clock), time);
        }
    }

    /** Says what was held back of alerts that stand. */
    void updates(long time) {
        for (Scope scope : rules.unsaid()) {
            Alert variance = scope.kind() == Scope.Kind.TOPIC
                    ? null
                    : scopes.account(scope).totals().variance().standing();
            publish(scope, ScopeWatch.updates(rules.of(scope), variance), time);
        }
    }

    private ScopeWatch.Look done(ScopeWatch watch, @Nullable Instant newest) {
        return watch.done(newest, wiring.options().holdsAlertUpdates());
    }

    private ScopeWatch watch(Scope scope, @Nullable Instant newest) {
        return new ScopeWatch(scope, rulesOf(scope, newest), rules.of(scope));
    }

    private void conclude(Scope scope, ScopeAccount account, ScopeWatch watch, long time) {
        publish(scope, done(watch, account.totals().newestEvent()), time);
        scopes.keep(scope, account);
    }

    private void publish(Scope scope, ScopeWatch.Look look, long time) {
        for (Alert alert : look.alerts()) {
            send(alert.fingerprint(), AlertJson.toBytes(alert), time);
        }
        for (String fingerprint : look.forgotten()) {
            send(fingerprint, null, time);
        }
        rules.keep(scope, look.state());
    }

    private AlertRules rulesOf(Scope scope, @Nullable Instant newest) {
        AlertRules general = wiring.options().alertRules();
        if (scope.kind() != Scope.Kind.COHORT || newest == null) {
            return general;
        }
        CohortDefinition.Thresholds own = wiring.reference()
                .get()
                .cohort(scope.id(), newest)
                .map(version -> version.value().thresholds())
                .orElse(CohortDefinition.Thresholds.NONE);
        return general.overriddenBy(own.variancePercent(), own.minCompletions(), null);
    }

    private NavigableSet<LocalDate> epochsOf(Scope scope) {
        ReferenceData reference = wiring.reference().get();
        return reference.baselineEpochs(
                scope.kind() == Scope.Kind.ARCHETYPE ? Archetype.ofLabel(scope.id()) : Optional.empty());
    }

    private void send(String fingerprint, byte @Nullable [] value, long time) {
        Emission output = new Emission.Output(Topics.ROI_ALERTS, fingerprint.getBytes(StandardCharsets.UTF_8), value);
        context.forward(new Record<>(fingerprint, output, Math.max(0, time)));
    }
}
