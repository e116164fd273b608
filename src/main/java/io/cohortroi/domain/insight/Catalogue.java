package io.cohortroi.domain.insight;

import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.roi.CapabilityArea;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cohort could invest in: the newest version of every component and workflow, whenever it takes effect, because
 * the next training will be bought of what is there then.
 */
public record Catalogue(List<Component> components, List<Workflow> workflows) {
    public Catalogue {
        components = List.copyOf(components);
        workflows = List.copyOf(workflows);
    }

    public static Catalogue of(ReferenceData reference) {
        return new Catalogue(
                reference.capabilities().stream().map(Catalogue::component).toList(),
                reference.workflows().stream().map(Catalogue::workflow).toList());
    }

    /** The domain of every workflow. */
    public Map<String, String> domains() {
        Map<String, String> domains = new TreeMap<>();
        workflows.forEach(workflow -> domains.put(workflow.id(), workflow.domain()));
        return domains;
    }

    private static Component component(CapabilityArea area) {
        ComponentCategory category = switch (area.category()) {
            case LEARNING -> ComponentCategory.LEARNING;
            case DOMAIN -> ComponentCategory.DOMAIN;
            case FRAMEWORK -> ComponentCategory.FRAMEWORK;
            case ASYNC -> ComponentCategory.ASYNC;
            case OTHER -> ComponentCategory.OTHER;
        };
        return new Component(area.component(), category, area.discovered());
    }

    private static Workflow workflow(io.cohortroi.domain.roi.Workflow found) {
        Workflow.Difficulty difficulty = switch (found.difficulty()) {
            case BEGINNER -> Workflow.Difficulty.BEGINNER;
            case INTERMEDIATE -> Workflow.Difficulty.INTERMEDIATE;
            case ADVANCED -> Workflow.Difficulty.ADVANCED;
        };
        return new Workflow(
                found.workflowId(),
                found.name(),
                found.domain(),
                found.components(),
                found.durationMinutes().setScale(0, RoundingMode.HALF_UP).longValueExact(),
                difficulty,
                found.handsOnShare(),
                found.retentionRequirement());
    }
}
