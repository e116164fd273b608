package io.cohortroi.topology;

import io.cohortroi.domain.calibration.Calibration;
import io.cohortroi.domain.insight.Catalogue;
import io.cohortroi.domain.insight.CohortInsights;
import io.cohortroi.domain.insight.CohortSnapshot;
import io.cohortroi.domain.insight.InsightCell;
import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Baseline;
import io.cohortroi.topology.serde.BaselineJson;
import io.cohortroi.topology.serde.CalibrationJson;
import io.cohortroi.topology.serde.CohortInsightsJson;
import io.cohortroi.topology.state.InsightStores;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The stage that looks at the whole company, on one task: keeps a few sums a cohort and archetype, and publishes, once an
 * interval, the insights and calibrations that have changed.
 */
final class MergeInsights extends TickingStep<InsightSums> {
    /** Cohorts looked at in one interval, so that a large company does not stop the task; the rest follow in the next. */
    private static final int COHORTS_A_TICK = 200;

    private final Wiring wiring;
    private final LastSaid said = new LastSaid();
    private @Nullable InsightStores stores;
    private @Nullable KeyValueStore<String, Long> applied;
    private Catalogue catalogue = new Catalogue(List.of(), List.of());
    private long generation = -1;

    MergeInsights(Wiring wiring) {
        super(wiring, wiring.options().insights().every());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        stores = new InsightStores(context);
        applied = context.getStateStore(Names.APPLIED_BASELINES);
    }

    @Override
    public void process(Record<String, InsightSums> record) {
        Scope scope = Scope.ofKey(record.key());
        if (scope.kind() == Scope.Kind.COHORT || scope.kind() == Scope.Kind.ARCHETYPE) {
            wiring.inputEnd().unsettled(this);
            stores().merge(scope, record.value());
        }
    }

    @Override
    void tick(long wallClock) {
        InsightStores all = stores();
        ReferenceData reference = wiring.reference().get();
        Map<Archetype, Boolean> moved = new EnumMap<>(Archetype.class);
        for (Archetype archetype : Archetype.values()) {
            boolean changed = reference.generation() != generation || all.isChanged(archetype);
            moved.put(archetype, changed);
            all.published(Scope.archetype(archetype));
        }
        if (reference.generation() != generation) {
            generation = reference.generation();
            catalogue = Catalogue.of(reference);
        }
        for (Scope cohort : all.cohorts()) {
            Archetype own = archetypeOf(cohort, reference);
            if (own == null ? moved.containsValue(true) : moved.getOrDefault(own, false)) {
                all.change(cohort);
            }
        }
        if (moved.containsValue(true)) {
            calibrate(all, reference, wallClock);
        }
        List<Scope> due = all.changedCohorts();
        Map<String, String> domains = catalogue.domains();
        for (Scope cohort : due.subList(0, Math.min(COHORTS_A_TICK, due.size()))) {
            publish(cohort, all, reference, domains, wallClock);
            all.published(cohort);
        }
        if (wiring.inputEnd().isReached() && due.size() <= COHORTS_A_TICK) {
            wiring.inputEnd().settled(this);
        }
    }

    private void publish(
            Scope cohort, InsightStores all, ReferenceData reference, Map<String, String> domains, long time) {
        InsightSums own = all.of(cohort);
        Instant newest = own.newest();
        if (newest == null) {
            return;
        }
        CohortSnapshot snapshot =
                CohortSnapshot.of(cohort.id(), archetypeOf(cohort, reference), own, all.archetypes(), domains);
        CohortInsights insights = CohortInsights.of(snapshot, catalogue.components(), catalogue.workflows());
        publish(Topics.COHORT_INSIGHTS, cohort.id(), CohortInsightsJson.toBytes(insights, newest), time);
    }

    private static @Nullable Archetype archetypeOf(Scope cohort, ReferenceData reference) {
        return reference
                .cohort(cohort.id(), Instant.MAX)
                .map(version -> version.value().archetype())
                .orElse(null);
    }

    private void calibrate(InsightStores all, ReferenceData reference, long time) {
        Instant newest = all.newest();
        if (newest == null) {
            return;
        }
        for (Archetype archetype : Archetype.values()) {
            InsightSums sums = all.of(Scope.archetype(archetype));
            Versioned<Baseline> inForce = reference.baseline(archetype, newest);
            Calibration calibration = Calibration.of(
                    archetype,
                    inForce.version(),
                    inForce.value().roiMultiplier(),
                    sums.get(InsightCell.Kind.BASELINE, Integer.toString(inForce.version()))
                            .sample()
                            .orElse(null),
                    wiring.options().insights().calibration());
            Instant at = sums.newest() == null ? newest : sums.newest();
            publish(Topics.CALIBRATION_REPORTS, archetype.label(), CalibrationJson.toBytes(calibration, at), time);
            if (wiring.options().insights().recalibrates()) {
                recalibrate(calibration, reference.newestBaselineVersion(archetype), newest, time);
            }
        }
    }

    /** Writes what is recommended as a new version, once: the reference data follow a moment later. */
    private void recalibrate(Calibration calibration, int newestVersion, Instant effectiveAt, long time) {
        if (applied == null || calibration.recommended() == null) {
            return;
        }
        String archetype = calibration.archetype().label();
        Long before = applied.get(archetype);
        long version = newestVersion + 1L;
        if (before == null || before < version) {
            applied.put(archetype, version);
            publish(
                    Topics.BASELINES,
                    archetype + "@" + version,
                    BaselineJson.toBytes(calibration, version, effectiveAt),
                    time);
        }
    }

    private void publish(String topic, String key, byte[] value, long time) {
        if (said.isNews(topic + " " + key, value)) {
            send(topic, key, value, time);
        }
    }

    private InsightStores stores() {
        if (stores == null) {
            throw new IllegalStateException("a processor is initialised before it is used");
        }
        return stores;
    }
}
