package io.cohortroi.domain.insight;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Traits;
import io.cohortroi.domain.metrics.Moments;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.Workflow;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one active learner adds to the sums of a cohort. It is kept as it was added, so that a move, an erasure or a
 * changed catalogue takes back exactly that. Its size is bounded by the components of the catalogue.
 */
public record LearnerShare(String cohort, InsightSums sums) {

    /** @param activated capabilities by component, as {@link #activated} counts them */
    public static LearnerShare of(String cohort, Archetype archetype, Traits traits, Map<String, Long> activated) {
        TreeMap<InsightCell, Moments> cells = new TreeMap<>();
        cells.put(new InsightCell(InsightCell.Kind.LEARNERS, archetype.label()), Moments.count(1));
        for (Trait trait : Trait.values()) {
            cells.put(
                    new InsightCell(InsightCell.Kind.TRAIT, trait.label()),
                    Moments.of(BigDecimal.valueOf(trait.of(traits))));
        }
        put(cells, activated);
        return new LearnerShare(cohort, new InsightSums(null, cells));
    }

    /** The same learner after the catalogue changed. */
    public LearnerShare withActivated(Map<String, Long> activated) {
        TreeMap<InsightCell, Moments> cells = new TreeMap<>(sums.cells());
        cells.keySet().removeIf(cell -> cell.kind() == InsightCell.Kind.ACTIVATED);
        put(cells, activated);
        return new LearnerShare(cohort, new InsightSums(null, cells));
    }

    private static void put(TreeMap<InsightCell, Moments> cells, Map<String, Long> activated) {
        activated.forEach((component, count) -> cells.put(
                new InsightCell(InsightCell.Kind.ACTIVATED, component), Moments.of(BigDecimal.valueOf(count))));
    }

    /** What it says of activation, to go on with while the completions stay. */
    public Map<String, Long> activated() {
        Map<String, Long> activated = new TreeMap<>();
        sums.of(InsightCell.Kind.ACTIVATED)
                .forEach((component, moments) ->
                        activated.put(component, moments.total().longValueExact()));
        return activated;
    }

    /**
     * What a learner has activated: the units of the final completions, split over the components that their workflows
     * had at the time, no more of a component than it has now. Components that are not in the catalogue have nothing to
     * activate.
     */
    public static Map<String, Long> activated(Collection<CompletionState> completions, ReferenceData reference) {
        Map<String, Long> added = new TreeMap<>();
        for (CompletionState completion : completions) {
            Booked booked = completion.booked();
            if (booked == null || booked.isVoid()) {
                continue;
            }
            reference
                    .workflow(booked.event().workflowId(), booked.event().completedAt())
                    .map(version -> version.value())
                    .map(Workflow::components)
                    .ifPresent(components -> Activation.split(
                                    booked.valuation().inputs().units(), components)
                            .forEach((component, count) -> added.merge(component, count, Math::addExact)));
        }
        Map<String, Long> activated = new TreeMap<>();
        added.forEach((component, count) -> reference
                .capability(component)
                .map(area -> Activation.of(count, area.value().discovered()))
                .filter(reached -> reached > 0)
                .ifPresent(reached -> activated.put(component, reached)));
        return activated;
    }

    public void write(BinaryWriter out) {
        out.writeString(cohort);
        sums.write(out);
    }

    public static LearnerShare read(BinaryReader in) {
        return new LearnerShare(in.readString(), InsightSums.read(in));
    }
}
