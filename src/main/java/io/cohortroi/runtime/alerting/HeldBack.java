package io.cohortroi.runtime.alerting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The latest value of every alert that a silence holds back. Their fingerprints are stored beside the committed position,
 * so that a restart in the middle of a silence does not forget them; more than fit there are stored as "all".
 */
final class HeldBack {
    private static final String ALL = "*";
    /** The broker takes 4,096 bytes of metadata with a position; a fingerprint and a comma are 17. */
    private static final int MOST_STORED = 200;

    private final Map<String, Delivery> byFingerprint = new TreeMap<>();

    void put(Delivery delivery) {
        byFingerprint.put(delivery.fingerprint(), delivery);
    }

    void remove(String fingerprint) {
        byFingerprint.remove(fingerprint);
    }

    void forget(TopicPartition partition) {
        byFingerprint.values().removeIf(each -> each.partition().equals(partition));
    }

    /** What no silence holds any more; it stays here until it was delivered. */
    List<Delivery> released(Silences silences, Instant now) {
        List<Delivery> released = new ArrayList<>();
        for (Delivery each : byFingerprint.values()) {
            if (each.value() != null && !silences.hold(each.value(), now)) {
                released.add(each.release());
            }
        }
        return released;
    }

    String metadata(TopicPartition partition) {
        List<String> fingerprints = byFingerprint.values().stream()
                .filter(each -> each.partition().equals(partition))
                .map(Delivery::fingerprint)
                .toList();
        return fingerprints.size() > MOST_STORED ? ALL : String.join(",", fingerprints);
    }

    /** Which fingerprints of a partition were held back when its position was committed. */
    record Stored(boolean all, Set<String> fingerprints) {
        static Stored of(String metadata) {
            return metadata.equals(ALL)
                    ? new Stored(true, Set.of())
                    : new Stored(
                            false,
                            Arrays.stream(metadata.split(",", -1))
                                    .filter(each -> !each.isEmpty())
                                    .collect(Collectors.toCollection(TreeSet::new)));
        }

        boolean isEmpty() {
            return !all && fingerprints.isEmpty();
        }

        boolean holds(String fingerprint) {
            return all || fingerprints.contains(fingerprint);
        }
    }
}
