package io.cohortroi.runtime.topics;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the contract asks of one topic.
 *
 * @param name without prefix: {@code training-completions}
 * @param title one line for people
 * @param keyDescription what the key is, in words
 * @param keyTemplate how the key follows from the value's fields, such as {@code {cohort_id}@{version}}; null where it
 *     does not
 * @param partitions at least 1; the default of the group where {@code coPartitioned}
 * @param coPartitioned whether it shares its partition count with all other such topics
 * @param replicas at least 1; fewer where the cluster has fewer brokers
 * @param config topic configuration by Kafka's own names
 * @param schema class path resource of the value's JSON Schema: {@code topics/schemas/learners.json}
 * @param headersSchema class path resource of the headers' JSON Schema; null where headers are free
 * @param leadingFields with which every value begins, in this order; empty where order is free
 */
public record TopicSpec(
        String name,
        String title,
        String keyDescription,
        @Nullable String keyTemplate,
        int partitions,
        boolean coPartitioned,
        int replicas,
        SortedMap<String, String> config,
        String schema,
        @Nullable String headersSchema,
        List<String> leadingFields) {
    public TopicSpec {
        if (partitions < 1 || replicas < 1) {
            throw new IllegalArgumentException("topic " + name + " needs at least one partition and one replica, has "
                    + partitions + " and " + replicas);
        }
        leadingFields = List.copyOf(leadingFields);
        config = Collections.unmodifiableSortedMap(new TreeMap<>(config));
    }

    /** The value of one setting, which the contract gives for every topic. */
    String setting(String key) {
        String value = config.get(key);
        if (value == null) {
            throw new IllegalArgumentException("topic " + name + " has no setting " + key);
        }
        return value;
    }

    /** The configuration to create the topic with where it gets {@code replicas} replicas. */
    Map<String, String> configFor(int replicas) {
        Map<String, String> fitted = new TreeMap<>(config);
        fitted.computeIfPresent(
                ContractSetting.MIN_INSYNC_REPLICAS.key(),
                (key, value) -> ContractSetting.fittingMinInsyncReplicas(value, replicas));
        return fitted;
    }
}
