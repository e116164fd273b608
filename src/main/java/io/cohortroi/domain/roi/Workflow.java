package io.cohortroi.domain.roi;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training programme of the catalogue.
 *
 * @param durationMinutes planned length, at least 0
 * @param handsOnShare in [0, 1]
 * @param retentionRequirement in [0, 1]
 * @param capabilityValue what one capability gained here is worth, in major units
 * @param fixedCost per completion, in major units; absent together with {@code hourlyCost} where finance gives no rate
 * @param hourlyCost per hour of the completion's duration, in major units
 * @param isolation share of the benefit that the training itself caused, in [0, 1]; 1 where nobody said
 * @param confidence trust in that estimate, in [0, 1]; 1 where nobody said
 */
public record Workflow(
        String workflowId,
        String name,
        String domain,
        List<String> components,
        BigDecimal durationMinutes,
        Difficulty difficulty,
        BigDecimal handsOnShare,
        BigDecimal retentionRequirement,
        @Nullable BigDecimal capabilityValue,
        @Nullable BigDecimal fixedCost,
        @Nullable BigDecimal hourlyCost,
        @Nullable BigDecimal isolation,
        @Nullable BigDecimal confidence) {
    /** How demanding it is. */
    public enum Difficulty {
        BEGINNER,
        INTERMEDIATE,
        ADVANCED
    }

    public Workflow {
        components = List.copyOf(components);
    }
}
