package io.cohortroi.runtime.topics;

import java.util.Map;

/**
 * A topic as the cluster has it.
 *
 * @param replicas of the partition that has the fewest
 * @param config effective settings, defaults included
 */
public record TopicState(int partitions, int replicas, Map<String, String> config) {
    public TopicState {
        config = Map.copyOf(config);
    }
}
