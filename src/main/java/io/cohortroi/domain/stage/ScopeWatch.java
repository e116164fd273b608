package io.cohortroi.domain.stage;

import io.cohortroi.domain.alert.Alert;
import io.cohortroi.domain.alert.AlertRule;
import io.cohortroi.domain.alert.AlertRules;
import io.cohortroi.domain.alert.AlertStatus;
import io.cohortroi.domain.alert.DriftMonitor;
import io.cohortroi.domain.alert.LifeCycle;
import io.cohortroi.domain.alert.OutlierDetector;
import io.cohortroi.domain.alert.Reading;
import io.cohortroi.domain.alert.RuleState;
import io.cohortroi.domain.alert.TrendMonitor;
import io.cohortroi.domain.metrics.QuantileSketch;
import io.cohortroi.domain.metrics.Scope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every alert rule of one scope, looked at once. Variance: cohorts and archetypes. Trend and outliers: cohorts. Drift:
 * archetypes. Quality: topics. All but the outliers are functions of what the scope has become, so that a single look at
 * the end of an input says what looking all the time would have.
 */
public final class ScopeWatch {
    /** How long, in event time, the last value of an ended alert stays on the topic. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private final Scope scope;
    private final AlertRules rules;
    private final List<Alert> alerts = new ArrayList<>();
    private RuleState state;

    public ScopeWatch(Scope scope, AlertRules rules, RuleState state) {
        this.scope = scope;
        this.rules = rules;
        this.state = state;
    }

    /**
     * @param alerts what to publish, in order
     * @param forgotten fingerprints of alerts that ended long ago, to be taken off the topic afterwards
     */
    public record Look(RuleState state, List<Alert> alerts, List<String> forgotten) {}

    /**
     * Looks at variance, trend and drift.
     *
     * @param epochs days on which a new baseline took effect for the scope
     */
    public ScopeWatch sums(ScopeAccount account, NavigableSet<LocalDate> epochs) {
        Instant newest = account.totals().newestEvent();
        if (newest == null) {
            return this;
        }
        LocalDate changed = account.changedFrom();
        alerts.addAll(account.watch(rules, epochs));
        if (scope.kind() == Scope.Kind.COHORT) {
            trend(account, newest, changed == null ? LocalDate.ofInstant(newest, ZoneOffset.UTC) : changed);
        } else if (scope.kind() == Scope.Kind.ARCHETYPE) {
            DriftMonitor.Advance drift = new DriftMonitor(scope.key(), rules.drift())
                    .advance(state.drift(), account.varianceCells(), epochs, newest);
            state = state.withDrift(drift.state());
            alerts.addAll(drift.alerts());
        }
        return this;
    }

    private void trend(ScopeAccount account, Instant newest, LocalDate changedFrom) {
        account.firstDay().ifPresent(first -> {
            TrendMonitor.Advance trend = new TrendMonitor(scope.key(), account::trendBefore)
                    .advance(state.trendLookedAt(), state.trend(), first, newest, changedFrom);
            state = state.withTrend(trend.lookedAt(), trend.standing());
            alerts.addAll(trend.alerts());
        });
    }

    /** Holds completions that just came against their cohort, which knows them already. */
    public ScopeWatch outliers(ScopeAccount account, Extremes fresh) {
        Instant newest = account.totals().newestEvent();
        if (newest == null || scope.kind() != Scope.Kind.COHORT) {
            return this;
        }
        List<Extremes.Extreme> candidates = fresh.all();
        if (!candidates.isEmpty()) {
            QuantileSketch sketch = account.totals().sketch();
            OptionalDouble median = sketch.quantile(0.5);
            OptionalDouble mad = sketch.medianAbsoluteDeviation();
            for (Extremes.Extreme each : candidates) {
                if (median.isPresent() && mad.isPresent()) {
                    stepOutlier(rules.outlier()
                            .read(
                                    state.outlier(),
                                    new OutlierDetector.Observation(
                                            each.completionId(),
                                            each.roi(),
                                            BigDecimal.valueOf(median.getAsDouble()),
                                            BigDecimal.valueOf(mad.getAsDouble()),
                                            sketch.count()),
                                    newest));
                }
            }
        }
        Alert standing = state.outlier();
        if (standing != null) {
            stepOutlier(rules.outlier().readNothing(standing, newest));
        }
        return this;
    }

    private void stepOutlier(Reading reading) {
        LifeCycle.Step step = LifeCycle.step(AlertRule.ROI_OUTLIER, scope.key(), state.outlier(), reading);
        state = state.withOutlier(step.standing());
        step.published().ifPresent(alerts::add);
    }

    /** Looks at what of a topic is refused, in the current week or, of an input that has ended, in all of it. */
    public ScopeWatch quality(boolean ended) {
        Instant clock = state.refusals().clock();
        if (clock == null) {
            return this;
        }
        Reading reading = ended
                ? rules.quality().readWhole(state.refusals(), clock)
                : rules.quality().read(state.refusals(), clock);
        LifeCycle.Step step = LifeCycle.step(AlertRule.DATA_QUALITY, scope.id(), state.quality(), reading);
        state = state.withQuality(step.standing());
        step.published().ifPresent(alerts::add);
        return this;
    }

    /** @param newest the newest event time of the scope */
    public Look done(@Nullable Instant newest) {
        NavigableMap<String, Instant> ended = new TreeMap<>(state.ended());
        for (Alert alert : alerts) {
            if (alert.status() == AlertStatus.RESOLVED && alert.end() != null) {
                ended.put(alert.rule().id(), alert.end().at());
            } else {
                ended.remove(alert.rule().id());
            }
        }
        List<String> forgotten = new ArrayList<>();
        if (newest != null) {
            for (Map.Entry<String, Instant> each : List.copyOf(ended.entrySet())) {
                if (!newest.isBefore(each.getValue().plus(REMEMBERED))) {
                    ended.remove(each.getKey());
                    AlertRule.ofId(each.getKey())
                            .ifPresent(rule -> forgotten.add(Alert.fingerprint(rule, subjectOf(rule))));
                }
            }
        }
        return new Look(state.withEnded(ended), List.copyOf(alerts), forgotten);
    }

    private String subjectOf(AlertRule rule) {
        return rule == AlertRule.DATA_QUALITY ? scope.id() : scope.key();
    }
}
