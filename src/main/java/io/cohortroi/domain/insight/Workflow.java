package io.cohortroi.domain.insight;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A training programme of the catalogue, as far as fit is concerned.
 *
 * @param durationMinutes at least 0
 * @param handsOnShare in [0, 1]
 * @param retentionRequirement in [0, 1]: how much of it must be remembered to be of use
 */
public record Workflow(
        String id,
        String name,
        String domain,
        List<String> components,
        long durationMinutes,
        Difficulty difficulty,
        BigDecimal handsOnShare,
        BigDecimal retentionRequirement) {

    public Workflow {
        components = List.copyOf(components);
        if (durationMinutes < 0) {
            throw new IllegalArgumentException(
                    "workflow " + id + " lasts no less than 0 minutes, found " + durationMinutes);
        }
        requireShare(id, "hands_on_share", handsOnShare);
        requireShare(id, "retention_requirement", retentionRequirement);
    }

    /** How much a workflow asks of a learner: 0, 0.5 and 1. */
    public enum Difficulty {
        BEGINNER("0"),
        INTERMEDIATE("0.5"),
        ADVANCED("1");

        private final BigDecimal demand;

        Difficulty(String demand) {
            this.demand = new BigDecimal(demand);
        }

        BigDecimal demand() {
            return demand;
        }

        /** The name in topics: {@code advanced}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Difficulty> ofLabel(String label) {
            for (Difficulty difficulty : values()) {
                if (difficulty.label().equals(label)) {
                    return Optional.of(difficulty);
                }
            }
            return Optional.empty();
        }
    }

    private static void requireShare(String id, String field, BigDecimal share) {
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "workflow " + id + ": " + field + " lies in [0, 1], found " + share.toPlainString());
        }
    }
}
