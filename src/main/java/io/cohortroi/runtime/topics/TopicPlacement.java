package io.cohortroi.runtime.topics;

import org.jspecify.annotations.Nullable;

/**
 * What a deployment decides about its topics.
 *
 * @param prefix leads every topic name; may be empty
 * @param partitions of the learner-keyed topics, all alike; null for what the existing ones have, else the contract's
 * @param replication of every topic; null for the contract's or the number of brokers, whichever is lower
 */
public record TopicPlacement(
        String prefix,
        @Nullable Integer partitions,
        @Nullable Integer replication) {
    private static final int LONGEST_TOPIC_NAME = 249;
    private static final int LONGEST_OWN_NAME = 64;

    public TopicPlacement {
        if (!prefix.matches("[A-Za-z0-9._-]*") || prefix.length() > LONGEST_TOPIC_NAME - LONGEST_OWN_NAME) {
            throw new IllegalArgumentException("a prefix has at most " + (LONGEST_TOPIC_NAME - LONGEST_OWN_NAME)
                    + " letters, digits, dots, underscores and hyphens, got \"" + prefix + "\"");
        }
        if (partitions != null && partitions < 1) {
            throw new IllegalArgumentException("partitions must be at least 1, is " + partitions);
        }
        if (replication != null && (replication < 1 || replication > Short.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "replication must be from 1 to " + Short.MAX_VALUE + ", is " + replication);
        }
    }

    /** No decision of its own beyond the prefix. */
    public static TopicPlacement withPrefix(String prefix) {
        return new TopicPlacement(prefix, null, null);
    }
}
