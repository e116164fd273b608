package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.LearnerRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** How sure the archetypes of a segment are: learners by tenth of confidence, in all and by archetype, with the mean. */
final class Confidences {
    private static final int MEAN_DIGITS = 4;

    private static final class Tally {
        private final int[] tenths = new int[10];
        private int learners;
        private double sum;

        void add(double confidence) {
            tenths[(int) Math.min(9, confidence * 10)]++;
            learners++;
            sum += confidence;
        }
    }

    private final Tally all = new Tally();
    private final Map<String, Tally> archetypes = new TreeMap<>();

    void add(LearnerRow row) {
        all.add(row.confidence());
        archetypes.computeIfAbsent(row.archetype(), label -> new Tally()).add(row.confidence());
    }

    /** Adds {@code confidence_tenths} and {@code archetype_confidence}. */
    void putInto(ObjectNode answer) {
        put(answer.putArray("confidence_tenths"), all);
        ObjectNode each = answer.putObject("archetype_confidence");
        archetypes.forEach((label, tally) -> {
            ObjectNode node = each.putObject(label).put("learners", tally.learners);
            node.put(
                    "mean",
                    BigDecimal.valueOf(tally.sum / tally.learners)
                            .setScale(MEAN_DIGITS, RoundingMode.HALF_UP)
                            .stripTrailingZeros());
            put(node.putArray("tenths"), tally);
        });
    }

    private static void put(ArrayNode array, Tally tally) {
        Arrays.stream(tally.tenths).forEach(array::add);
    }
}
