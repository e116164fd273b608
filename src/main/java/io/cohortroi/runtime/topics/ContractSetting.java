package io.cohortroi.runtime.topics;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A topic setting that has to stay as the contract says. Settings not named here (segment size, eagerness of the
 * cleaner) are a good start that an operator may tune.
 */
enum ContractSetting {
    CLEANUP_POLICY("cleanup.policy", Bound.EXACT),
    /** Shorter loses history, longer breaks the date by which an erased learner is forgotten. */
    RETENTION("retention.ms", Bound.EXACT),
    TIMESTAMP_TYPE("message.timestamp.type", Bound.EXACT),
    MAX_MESSAGE_BYTES("max.message.bytes", Bound.EXACT),
    MIN_COMPACTION_LAG("min.compaction.lag.ms", Bound.AT_LEAST),
    MAX_COMPACTION_LAG("max.compaction.lag.ms", Bound.AT_MOST),
    DELETE_RETENTION("delete.retention.ms", Bound.AT_LEAST),
    MIN_INSYNC_REPLICAS("min.insync.replicas", Bound.AT_LEAST),
    UNCLEAN_LEADER_ELECTION("unclean.leader.election.enable", Bound.EXACT);

    private enum Bound {
        EXACT(""),
        AT_LEAST("at least "),
        AT_MOST("at most ");

        private final String words;

        Bound(String words) {
            this.words = words;
        }
    }

    /** Where a cluster does not know the setting. */
    static final String ABSENT = "no such setting";

    private static final String UNLIMITED = "-1";

    private final String key;
    private final Bound bound;

    ContractSetting(String key, Bound bound) {
        this.key = key;
        this.bound = bound;
    }

    static Optional<ContractSetting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    String key() {
        return key;
    }

    /** What is asked for, in words: {@code at least 31536000000}. */
    String inWords(String expected) {
        return bound.words + expected;
    }

    boolean holds(String expected, String actual) {
        return !actual.equals(ABSENT) && compare(expected, actual);
    }

    private boolean compare(String expected, String actual) {
        return switch (bound) {
            case EXACT -> policies(expected).equals(policies(actual));
            case AT_LEAST -> number(actual) >= number(expected);
            case AT_MOST -> number(actual) <= number(expected);
        };
    }

    /** Whether setting {@code expected} in place of {@code actual} cannot make the broker delete what it now keeps. */
    boolean safeToCorrect(String expected, String actual) {
        return switch (this) {
            case CLEANUP_POLICY -> false;
            case RETENTION -> !actual.equals(ABSENT) && number(expected) > number(actual);
            default -> !actual.equals(ABSENT);
        };
    }

    /** With fewer replicas than the contract names, one of them may still fail: 3 replicas 2, 2 and 1 replicas 1. */
    static String fittingMinInsyncReplicas(String wanted, int replicas) {
        return Integer.toString(Math.max(1, Math.min(Integer.parseInt(wanted), replicas - 1)));
    }

    private static Set<String> policies(String value) {
        return Set.of(value.split(","));
    }

    private static long number(String value) {
        return value.equals(UNLIMITED) ? Long.MAX_VALUE : Long.parseLong(value);
    }
}
