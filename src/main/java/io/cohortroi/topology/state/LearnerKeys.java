package io.cohortroi.topology.state;

import io.cohortroi.topology.Names;
import java.util.Arrays;
import java.util.List;

/** Whose entry a key of a store, or of its changelog, is: for whoever looks for a learner from outside. */
public final class LearnerKeys {
    /** All stores whose entries belong to single learners; {@link Names#ERASED} holds hashes only. */
    public static final List<String> STORES = List.of(
            Names.LEARNERS,
            Names.COMPLETIONS,
            Names.ACTIVITY_IDS,
            Names.TIMELINES,
            Names.WAITING,
            Names.CHANGED_PROFILES,
            Names.LEARNER_SHARES,
            Names.RECOUNTED_SHARES);

    private LearnerKeys() {}

    /**
     * Whether the entry is the learner's: its key is the id, or the id and a zero byte and more. Ids hold no zero byte, so
     * {@code L1} is not taken for {@code L10}.
     *
     * @param learnerId in UTF-8
     */
    public static boolean isOf(String store, byte[] key, byte[] learnerId) {
        int from = store.equals(Names.WAITING) ? Keys.TIME_BYTES : 0;
        int to = from + learnerId.length;
        return key.length >= to
                && Arrays.equals(key, from, to, learnerId, 0, learnerId.length)
                && (key.length == to || key[to] == 0);
    }
}
