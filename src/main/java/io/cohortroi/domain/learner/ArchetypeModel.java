package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.List;

/**
 * The archetype is the best match. Four archetypes are each led by one trait: velocity, affinity, frequency and
 * retention; their score is how far that percentile lies above the learner's own mean of the four. Whoever leads by less than {@value #BALANCED} in
 * everything is balanced: a Generalist, whose score is that bar. Of equal scores none is better, so an exact tie is
 * balanced too, and no archetype wins by its place in a list.
 */
public final class ArchetypeModel {
    static final double BALANCED = 0.15;

    private static final List<Archetype> LED =
            List.of(Archetype.FAST_LEARNER, Archetype.SPECIALIST, Archetype.POWER_USER, Archetype.LONG_TERM_RETAINER);

    private static final double NO_EVIDENCE = 0.2;

    private ArchetypeModel() {}

    /**
     * @param population the learner's cohort; one that the norms do not know is compared with everybody
     * @param asOf event time of what is being applied, or the learner's newest; before the first event counts as it
     */
    public static Assessment assess(TraitState state, Norms norms, String population, Instant asOf) {
        if (state.isEmpty()) {
            return new Assessment(
                    Archetype.GENERALIST, NO_EVIDENCE, new Traits(0.5, 0.5, 0.5, 0.5, 0.5), 0, norms.version());
        }
        double weeks = state.daysSinceFirst(asOf) / 7;
        Traits traits = norms.traits(RawTraits.of(state, asOf), population, weeks);
        double[] led = {
            traits.learningVelocity(),
            traits.domainAffinity(),
            traits.interactionFrequency(),
            traits.retentionStrength()
        };
        double mean = (led[0] + led[1] + led[2] + led[3]) / 4;
        int best = -1;
        double first = BALANCED;
        double second = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < led.length; i++) {
            double score = led[i] - mean;
            if (score > first) {
                second = first;
                first = score;
                best = i;
            } else {
                if (score == first) {
                    best = -1;
                }
                second = Math.max(second, score);
            }
        }
        double margin = first - second;
        Archetype archetype = best < 0 ? Archetype.GENERALIST : LED.get(best);
        return new Assessment(archetype, confidence(margin, weeks), traits, margin, norms.version());
    }

    private static double confidence(double margin, double weeks) {
        double years = Math.min(1, weeks / 52);
        double logit = -0.5 + 2 * margin + 2 * years + 6 * margin * years;
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
