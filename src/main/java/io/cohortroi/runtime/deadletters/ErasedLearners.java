package io.cohortroi.runtime.deadletters;

import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.streams.StreamEngine;
import io.cohortroi.topology.Names;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.state.ErasureKey;
import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** Whose letters must not be sent back, because that would store again what was to be forgotten. */
final class ErasedLearners {
    private static final Set<String> KEYED_BY_LEARNER = Set.of(Topics.LEARNERS, Topics.ACTIVITY, Topics.COMPLETIONS);

    private final Set<String> hashes;
    private final ErasureKey key;

    private ErasedLearners(Set<String> hashes, ErasureKey key) {
        this.hashes = hashes;
        this.key = key;
    }

    /** As the stream remembers them now: keyed hashes, no ids. */
    static ErasedLearners read(TopicScan scan, String prefix, ErasureKey key) throws IOException {
        Set<String> hashes = new HashSet<>();
        scan.read(StreamEngine.changelog(prefix, Names.ERASED), stored -> {
            String hash = HexFormat.of().formatHex(stored.key());
            if (stored.value() == null) {
                hashes.remove(hash);
            } else {
                hashes.add(hash);
            }
        });
        return new ErasedLearners(hashes, key);
    }

    boolean isAbout(DeadLetter letter) {
        return KEYED_BY_LEARNER.contains(letter.topic())
                && ErasureKey.isId(letter.key())
                && letter.key() != null
                && hashes.contains(HexFormat.of().formatHex(key.hash(letter.key())));
    }
}
