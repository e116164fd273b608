package io.cohortroi.domain.reference;

import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.roi.Baseline;
import io.cohortroi.domain.roi.CapabilityArea;
import io.cohortroi.domain.roi.CostAdjustment;
import io.cohortroi.domain.roi.Workflow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An immutable picture of all reference topics, and of the adjustments of cost. {@link #generation()} grows with every change, so that a stage can tell
 * cheaply that something it waited for may have come.
 */
public final class ReferenceData {
    private static final Comparator<Versioned<CohortDefinition>> BY_PRIORITY = Comparator.comparingInt(
                    (Versioned<CohortDefinition> v) -> v.value().priority())
            .reversed()
            .thenComparing(v -> v.value().cohortId());

    private final long generation;
    private final Map<String, Versions<CohortDefinition>> cohorts;
    private final Map<String, Versions<Workflow>> workflows;
    private final Map<String, Versions<CapabilityArea>> capabilities;
    private final Map<String, Versions<Baseline>> baselines;
    private final Map<String, CostAdjustment> adjustments;

    private ReferenceData(
            long generation,
            Map<String, Versions<CohortDefinition>> cohorts,
            Map<String, Versions<Workflow>> workflows,
            Map<String, Versions<CapabilityArea>> capabilities,
            Map<String, Versions<Baseline>> baselines,
            Map<String, CostAdjustment> adjustments) {
        this.generation = generation;
        this.cohorts = cohorts;
        this.workflows = workflows;
        this.capabilities = capabilities;
        this.baselines = baselines;
        this.adjustments = adjustments;
    }

    public static ReferenceData empty() {
        return new ReferenceData(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
    }

    public long generation() {
        return generation;
    }

    public ReferenceData withCohort(Versioned<CohortDefinition> added) {
        return new ReferenceData(
                generation + 1,
                put(cohorts, added.value().cohortId(), added),
                workflows,
                capabilities,
                baselines,
                adjustments);
    }

    public ReferenceData withWorkflow(Versioned<Workflow> added) {
        return new ReferenceData(
                generation + 1,
                cohorts,
                put(workflows, added.value().workflowId(), added),
                capabilities,
                baselines,
                adjustments);
    }

    public ReferenceData withCapability(Versioned<CapabilityArea> added) {
        return new ReferenceData(
                generation + 1,
                cohorts,
                workflows,
                put(capabilities, added.value().component(), added),
                baselines,
                adjustments);
    }

    public ReferenceData withBaseline(Versioned<Baseline> added) {
        String archetype = added.value().archetype().label();
        return new ReferenceData(
                generation + 1, cohorts, workflows, capabilities, put(baselines, archetype, added), adjustments);
    }

    /** Without one version of the value {@code id} of that topic's kind; unknown ids change nothing. */
    public ReferenceData without(Kind kind, String id, int version) {
        return new ReferenceData(
                generation + 1,
                kind == Kind.COHORT ? remove(cohorts, id, version) : cohorts,
                kind == Kind.WORKFLOW ? remove(workflows, id, version) : workflows,
                kind == Kind.CAPABILITY ? remove(capabilities, id, version) : capabilities,
                kind == Kind.BASELINE ? remove(baselines, id, version) : baselines,
                adjustments);
    }

    /**
     * With that adjustment of a workflow's cost in a month. What waits for a definition does not wait for it, so the
     * generation stays.
     *
     * @param key as of {@link CostAdjustment#key}
     */
    public ReferenceData withAdjustment(String key, CostAdjustment adjustment) {
        Map<String, CostAdjustment> next = new TreeMap<>(adjustments);
        next.put(key, adjustment);
        return new ReferenceData(generation, cohorts, workflows, capabilities, baselines, next);
    }

    public Optional<CostAdjustment> adjustment(String key) {
        return Optional.ofNullable(adjustments.get(key));
    }

    /** Whether no adjustment was made or changed between the two. */
    public boolean hasAdjustmentsOf(ReferenceData other) {
        return adjustments == other.adjustments;
    }

    /** Whether no cost was ever adjusted. */
    public boolean isUnadjusted() {
        return adjustments.isEmpty();
    }

    public Optional<Versioned<Workflow>> workflow(String workflowId, Instant time) {
        return Optional.ofNullable(workflows.get(workflowId)).map(versions -> versions.asOf(time));
    }

    public Optional<Versioned<CapabilityArea>> capability(String component, Instant time) {
        return Optional.ofNullable(capabilities.get(component)).map(versions -> versions.asOf(time));
    }

    /** The newest version of a capability area, whenever it takes effect. */
    public Optional<Versioned<CapabilityArea>> capability(String component) {
        return capability(component, Instant.MAX);
    }

    /** The newest version of every capability area, whenever it takes effect, by component. */
    public List<CapabilityArea> capabilities() {
        return capabilities.values().stream()
                .map(versions -> versions.asOf(Instant.MAX).value())
                .toList();
    }

    /** The newest version of every workflow, whenever it takes effect, by id. */
    public List<Workflow> workflows() {
        return workflows.values().stream()
                .map(versions -> versions.asOf(Instant.MAX).value())
                .toList();
    }

    /** The archetype's baseline at that time: the published one, else the theoretical one as version 0. */
    public Versioned<Baseline> baseline(Archetype archetype, Instant time) {
        Versions<Baseline> versions = baselines.get(archetype.label());
        return versions != null ? versions.asOf(time) : Baseline.theoretical(archetype);
    }

    /** The highest version number of the archetype's baselines; 0 while none is published. */
    public int newestBaselineVersion(Archetype archetype) {
        Versions<Baseline> versions = baselines.get(archetype.label());
        return versions == null
                ? 0
                : versions.ordered().stream().mapToInt(Versioned::version).max().orElse(0);
    }

    /** The event days (UTC) on which a baseline after the first took effect, for one archetype or for all. */
    public NavigableSet<LocalDate> baselineEpochs(Optional<Archetype> archetype) {
        NavigableSet<LocalDate> epochs = new TreeSet<>();
        baselines.forEach((label, versions) -> {
            if (archetype.isEmpty() || archetype.get().label().equals(label)) {
                versions.ordered().stream()
                        .map(Versioned::effectiveAt)
                        .filter(time -> time.isAfter(Instant.EPOCH))
                        .forEach(time -> epochs.add(LocalDate.ofInstant(time, ZoneOffset.UTC)));
            }
        });
        return epochs;
    }

    /** Active definitions at that time, the highest priority first; at equal priority by cohort id. */
    public List<Versioned<CohortDefinition>> activeCohorts(Instant time) {
        return active(versions -> versions.asOf(time));
    }

    /** Active definitions as they are now, for a learner last seen at {@code time}; in the same order. */
    public List<Versioned<CohortDefinition>> currentCohorts(Instant time) {
        return active(versions -> versions.current(time));
    }

    /** Whether no cohort was defined, redefined or withdrawn between the two. */
    public boolean hasCohortsOf(ReferenceData other) {
        return cohorts == other.cohorts;
    }

    private List<Versioned<CohortDefinition>> active(
            Function<Versions<CohortDefinition>, Versioned<CohortDefinition>> choice) {
        return cohorts.values().stream()
                .map(choice)
                .filter(version -> version.value().active())
                .sorted(BY_PRIORITY)
                .toList();
    }

    public Optional<Versioned<CohortDefinition>> cohort(String cohortId, Instant time) {
        return Optional.ofNullable(cohorts.get(cohortId)).map(versions -> versions.asOf(time));
    }

    private static <T> Map<String, Versions<T>> put(Map<String, Versions<T>> map, String id, Versioned<T> added) {
        Map<String, Versions<T>> next = new TreeMap<>(map);
        next.merge(id, Versions.of(added), (known, fresh) -> known.with(added));
        return next;
    }

    private static <T> Map<String, Versions<T>> remove(Map<String, Versions<T>> map, String id, int version) {
        Map<String, Versions<T>> next = new TreeMap<>(map);
        next.computeIfPresent(id, (key, known) -> {
            List<Versioned<T>> rest = known.without(version);
            return rest.isEmpty() ? null : new Versions<>(rest);
        });
        return next;
    }

    /** The four kinds of reference data, as published on the four reference topics. */
    public enum Kind {
        COHORT,
        WORKFLOW,
        CAPABILITY,
        BASELINE
    }
}
