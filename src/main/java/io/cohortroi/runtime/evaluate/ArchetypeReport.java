package io.cohortroi.runtime.evaluate;

import java.util.List;

/**
 * What {@code evaluate archetypes} answers.
 *
 * @param rerunIdentical whether a second replay gave the same assessments, to the last bit
 * @param digest SHA-256 of all assessments
 */
record ArchetypeReport(
        List<Integer> checkpointsPercent, boolean rerunIdentical, String digest, List<Judgement> judgements) {}
