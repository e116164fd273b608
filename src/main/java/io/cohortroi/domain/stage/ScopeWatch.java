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
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every alert rule of one scope, looked at once. Variance: cohorts and archetypes. Trend and outliers: cohorts. Drift:
 * archetypes. Quality: topics. All but the outliers are functions of what the scope has become, so that a single look at
 * the end of an input says what looking all the time would have.
 *
 * <p>An alert is raised, confirmed and ended at once. New numbers of one that stands may be held back, so that a chatty
 * scope does not publish with every completion: {@link #updates} then says the last of them.
 */
public final class ScopeWatch {
    /** How long, in event time, the last value of an ended alert stays on the topic. */
    static final Duration REMEMBERED = Duration.ofDays(30);

    private final Scope scope;
    private final AlertRules rules;
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<AlertRule, Alert> stood = new EnumMap<>(AlertRule.class);
    private RuleState state;

    public ScopeWatch(Scope scope, AlertRules rules, RuleState state) {
        this.scope = scope;
        this.rules = rules;
        this.state = state;
        standing(state, null).forEach(alert -> stood.put(alert.rule(), alert));
    }

    private static List<Alert> standing(RuleState state, @Nullable Alert variance) {
        return Stream.of(variance, state.trend(), state.outlier(), state.drift().standing(), state.quality())
                .flatMap(Stream::ofNullable)
                .toList();
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
        Alert variance = account.totals().variance().standing();
        if (variance != null) {
            stood.put(AlertRule.ROI_VARIANCE, variance);
        }
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

    /**
     * @param newest the newest event time of the scope
     * @param holdUpdates whether mere updates are left to {@link #updates}
     */
    public Look done(@Nullable Instant newest, boolean holdUpdates) {
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
        NavigableMap<String, Alert> unsaid = new TreeMap<>(state.unsaid());
        List<Alert> now = new ArrayList<>();
        for (Alert alert : alerts) {
            Alert before = alert.end() == null ? stood.put(alert.rule(), alert) : stood.remove(alert.rule());
            if (holdUpdates && before != null && LifeCycle.isMereUpdate(before, alert)) {
                unsaid.putIfAbsent(alert.rule().id(), before);
            } else {
                unsaid.remove(alert.rule().id());
                now.add(alert);
            }
        }
        return new Look(state.withEnded(ended).withUnsaid(unsaid), List.copyOf(now), forgotten);
    }

    /**
     * What was held back: every alert that stands otherwise than was last published.
     *
     * @param variance the alert of that rule that stands
     */
    public static Look updates(RuleState state, @Nullable Alert variance) {
        List<Alert> now = standing(state, variance).stream()
                .filter(alert -> {
                    Alert said = state.unsaid().get(alert.rule().id());
                    return said != null && !said.equals(alert);
                })
                .toList();
        return new Look(state.withUnsaid(Collections.emptyNavigableMap()), now, List.of());
    }

    private String subjectOf(AlertRule rule) {
        return rule == AlertRule.DATA_QUALITY ? scope.id() : scope.key();
    }
}
