package io.cohortroi.domain.learner;

import java.time.Instant;
import java.util.List;

/**
 * The archetype is the best match. Four archetypes are each led by one trait, and their score is the learner's
 * percentile in it: velocity for the Fast Learner, affinity for the Specialist, frequency for the Power User, retention for the
 * Long-term Retainer. The balanced learner, who belongs to the upper fifth in none of them, is a Generalist: its score is that
 * bar, {@value #GENERALIST_SCORE}. The best score wins, and the margin is its distance from the second best. Where two lead by
 * exactly the same, neither stands out and the learner is balanced too: no archetype wins by its place in a list.
 *
 * <p>Worked: percentiles 0.91, 0.40, 0.85, 0.60 make a Fast Learner with margin 0.06; 0.70, 0.40, 0.75, 0.60 a
 * Generalist with margin 0.05. Feedback responsiveness leads no archetype; it is there for rules and for people.
 */
public final class ArchetypeModel {
    /** The percentile above which a learner stands out. */
    public static final double GENERALIST_SCORE = 0.8;

    private static final List<Archetype> LED =
            List.of(Archetype.FAST_LEARNER, Archetype.SPECIALIST, Archetype.POWER_USER, Archetype.LONG_TERM_RETAINER);

    /** What is said of a learner of whom nothing was ever seen: the middle, everywhere. */
    public static final Traits UNKNOWN = new Traits(0.5, 0.5, 0.5, 0.5, 0.5);

    private static final double NO_EVIDENCE = 0.5;

    /** For learners whose sessions are seen; fitted on AAA 2013J and BBB 2013B. */
    public static final Confidence WITH_SESSIONS = new Confidence(75.7);
    /** For learners of whom only results are known; fitted on the other seven presentations of OULAD 2013. */
    public static final Confidence RESULTS_ONLY = new Confidence(19.6);

    private ArchetypeModel() {}

    /**
     * A pure function of its arguments, to the last bit on every platform.
     *
     * @param population the learner's cohort; one that the norms do not know is compared with everybody
     * @param asOf event time of what is being applied; one before the learner's newest event counts as that
     * @return Generalist with confidence 0.5 and traits of 0.5 where nothing was ever seen of the learner
     */
    public static Assessment assess(TraitState state, Norms norms, String population, Instant asOf) {
        if (state.isEmpty()) {
            return new Assessment(Archetype.GENERALIST, NO_EVIDENCE, UNKNOWN, 0, norms.version());
        }
        Traits traits = norms.traits(state, population, asOf);
        double[] led = led(traits);
        double best = GENERALIST_SCORE;
        double second = 0;
        Archetype archetype = Archetype.GENERALIST;
        for (int i = 0; i < led.length; i++) {
            if (led[i] > best) {
                second = best;
                best = led[i];
                archetype = LED.get(i);
            } else {
                if (led[i] == best) {
                    archetype = Archetype.GENERALIST;
                }
                second = Math.max(second, led[i]);
            }
        }
        double margin = best - second;
        Confidence model = state.resultsOnly() ? RESULTS_ONLY : WITH_SESSIONS;
        double confidence = model.of(margin, state.weeksSinceFirst(asOf));
        return new Assessment(archetype, confidence, traits, margin, norms.version());
    }

    /**
     * How far a learner is behind in the score of an archetype: 0 for the one that matches best, at most 1. Worked: with
     * percentiles 0.91, 0.40, 0.85, 0.60 a Power User is 0.06 away and a Generalist 0.11.
     */
    public static double distance(Traits traits, Archetype archetype) {
        double[] led = led(traits);
        double best = GENERALIST_SCORE;
        for (double score : led) {
            best = Math.max(best, score);
        }
        int place = LED.indexOf(archetype);
        return best - (place < 0 ? GENERALIST_SCORE : led[place]);
    }

    private static double[] led(Traits traits) {
        return new double[] {
            traits.learningVelocity(),
            traits.domainAffinity(),
            traits.interactionFrequency(),
            traits.retentionStrength()
        };
    }
}
