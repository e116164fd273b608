package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.learner.Confidence;
import io.cohortroi.runtime.evaluate.Judgement.CheckpointFigures;
import io.cohortroi.runtime.evaluate.Judgement.ReliabilityBin;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Turns samples into figures. All of it is counting. */
final class Judge {
    static final int BINS = 10;
    static final double CONFIDENT = 0.7;
    private static final int LAST = OuladReplay.CHECKPOINTS.length - 1;

    private Judge() {}

    static Judgement judge(
            String judgedOn,
            String norms,
            List<String> fittedOn,
            List<Sample> samples,
            ConfidencePair constants,
            OptionalDouble finalEqualsMemoryless) {
        List<Sample> before =
                samples.stream().filter(each -> each.checkpoint() < LAST).toList();
        List<ReliabilityBin> bins = new ArrayList<>();
        double error = 0;
        double brier = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int count = 0;
            int held = 0;
            double said = 0;
            for (Sample sample : before) {
                double confidence = sample.confidence(constants);
                if ((int) Math.min(BINS - 1, confidence * BINS) == bin) {
                    count++;
                    held += sample.held() ? 1 : 0;
                    said += confidence;
                    double miss = confidence - (sample.held() ? 1 : 0);
                    brier += miss * miss;
                }
            }
            if (count > 0) {
                error += Math.abs(said - held);
                bins.add(new ReliabilityBin(
                        Rounded.of(bin / (double) BINS),
                        count,
                        Rounded.of(said / count),
                        Rounded.of((double) held / count)));
            }
        }
        List<CheckpointFigures> checkpoints = new ArrayList<>();
        double smallest = 1;
        double largest = 0;
        for (int i = 0; i <= LAST; i++) {
            CheckpointFigures figures = figures(i, samples, constants);
            checkpoints.add(figures);
            for (BigDecimal share : figures.distribution().values()) {
                smallest = Math.min(smallest, share.doubleValue());
                largest = Math.max(largest, share.doubleValue());
            }
        }
        List<Sample> last =
                samples.stream().filter(each -> each.checkpoint() == LAST).toList();
        return new Judgement(
                judgedOn,
                norms,
                fittedOn,
                Map.of(
                        "with_sessions", slope(constants.withSessions()),
                        "results_only", slope(constants.resultsOnly())),
                last.size(),
                (int) last.stream().filter(each -> !each.resultsOnly()).count(),
                Rounded.of(error / before.size()),
                Rounded.of(brier / before.size()),
                checkpoints.get(indexOf(40)).agreement(),
                finalEqualsMemoryless.isPresent() ? Rounded.of(finalEqualsMemoryless.getAsDouble()) : null,
                Rounded.of(smallest),
                Rounded.of(largest),
                checkpoints.get(LAST).confident(),
                checkpoints,
                bins);
    }

    private static CheckpointFigures figures(int checkpoint, List<Sample> samples, ConfidencePair constants) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Archetype archetype : Archetype.values()) {
            counts.put(archetype.label(), 0);
        }
        int learners = 0;
        int held = 0;
        int confident = 0;
        double said = 0;
        for (Sample sample : samples) {
            if (sample.checkpoint() == checkpoint) {
                double confidence = sample.confidence(constants);
                learners++;
                held += sample.held() ? 1 : 0;
                confident += confidence > CONFIDENT ? 1 : 0;
                said += confidence;
                counts.merge(sample.archetype().label(), 1, Integer::sum);
            }
        }
        Map<String, BigDecimal> distribution = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            distribution.put(count.getKey(), Rounded.of((double) count.getValue() / learners));
        }
        return new CheckpointFigures(
                OuladReplay.CHECKPOINTS[checkpoint],
                Rounded.of((double) confident / learners),
                Rounded.of(said / learners),
                Rounded.of((double) held / learners),
                distribution);
    }

    private static BigDecimal slope(Confidence confidence) {
        return Rounded.of(confidence.slope());
    }

    private static int indexOf(int percent) {
        for (int i = 0; i <= LAST; i++) {
            if (OuladReplay.CHECKPOINTS[i] == percent) {
                return i;
            }
        }
        throw new IllegalArgumentException("no checkpoint at " + percent + " %");
    }
}
