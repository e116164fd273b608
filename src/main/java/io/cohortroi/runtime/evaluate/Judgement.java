package io.cohortroi.runtime.evaluate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good the assessments of one presentation were.
 *
 * @param norms where what is usual was learned
 * @param fittedOn the presentations the confidence constants come from, never the judged one; {@code shipped} ones are
 *     fitted on all of them
 * @param expectedCalibrationError over ten bins, all checkpoints before the last
 * @param finalEqualsMemoryless share of learners whose final archetype is also the best match of plain rates
 * @param smallestShare of an archetype at any checkpoint
 */
record Judgement(
        String judgedOn,
        String norms,
        List<String> fittedOn,
        Map<String, BigDecimal> slopes,
        int learners,
        int learnersWithSessions,
        BigDecimal expectedCalibrationError,
        BigDecimal brierScore,
        BigDecimal agreementAt40,
        @Nullable BigDecimal finalEqualsMemoryless,
        BigDecimal smallestShare,
        BigDecimal largestShare,
        BigDecimal confidentAtEnd,
        List<CheckpointFigures> checkpoints,
        List<ReliabilityBin> reliability) {

    /** @param confident share of learners with a confidence above 0.7 */
    record CheckpointFigures(
            int percent,
            BigDecimal confident,
            BigDecimal meanConfidence,
            BigDecimal agreement,
            Map<String, BigDecimal> distribution) {}

    /** Assessments with a confidence in [from, from + 0.1): what they said on average, and how many of them held. */
    record ReliabilityBin(BigDecimal from, int count, BigDecimal meanConfidence, BigDecimal held) {}
}
