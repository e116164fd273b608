package io.cohortroi.runtime.topics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The contract held against what a cluster has. Learner-keyed topics must agree in their partition count, because one
 * task reads the same partition of all of them; the number itself is the deployment's choice.
 *
 * @param states by topic name without prefix; absent where the topic is missing
 * @param brokers how many the cluster has
 */
record TopicComparison(TopicCatalog catalog, TopicPlacement placement, Map<String, TopicState> states, int brokers) {

    String nameOf(TopicSpec spec) {
        return placement.prefix() + spec.name();
    }

    /** The partition count that {@code spec} has to have here. */
    int partitionsOf(TopicSpec spec) {
        if (!spec.coPartitioned()) {
            return spec.partitions();
        }
        Integer decided = placement.partitions();
        return decided != null
                ? decided
                : firstOfGroup().map(first -> state(first).partitions()).orElse(spec.partitions());
    }

    int replicationOf(TopicSpec spec) {
        Integer decided = placement.replication();
        return decided != null ? decided : Math.min(spec.replicas(), brokers);
    }

    List<TopicMismatch> mismatches() {
        return catalog.topics().stream()
                .flatMap(spec -> mismatches(spec).stream())
                .toList();
    }

    List<TopicMismatch> mismatches(TopicSpec spec) {
        String name = nameOf(spec);
        TopicState state = states.get(spec.name());
        if (state == null) {
            return List.of(TopicMismatch.missing(name));
        }
        List<TopicMismatch> found = new ArrayList<>();
        int partitions = partitionsOf(spec);
        if (state.partitions() != partitions) {
            found.add(TopicMismatch.partitions(name, partitions, state.partitions(), reasonOf(spec)));
        }
        int replication = replicationOf(spec);
        if (state.replicas() < replication) {
            found.add(TopicMismatch.replication(name, replication, state.replicas()));
        }
        drift(spec, state)
                .forEach((setting, expected) ->
                        found.add(TopicMismatch.setting(name, setting, expected, actual(state, setting))));
        return found;
    }

    /** Settings that can be put right without a risk to any record, with the value they must have. */
    Map<String, String> corrections(TopicSpec spec) {
        TopicState state = states.get(spec.name());
        Map<String, String> corrections = new TreeMap<>();
        if (state != null) {
            drift(spec, state).forEach((setting, expected) -> {
                if (setting.safeToCorrect(expected, actual(state, setting))) {
                    corrections.put(setting.key(), expected);
                }
            });
        }
        return corrections;
    }

    private Map<ContractSetting, String> drift(TopicSpec spec, TopicState state) {
        Map<ContractSetting, String> drift = new EnumMap<>(ContractSetting.class);
        spec.configFor(state.replicas())
                .forEach((key, expected) -> ContractSetting.of(key)
                        .filter(setting -> !setting.holds(expected, actual(state, setting)))
                        .ifPresent(setting -> drift.put(setting, expected)));
        return drift;
    }

    private String reasonOf(TopicSpec spec) {
        if (!spec.coPartitioned()) {
            return "";
        }
        if (placement.partitions() != null) {
            return " like all learner-keyed topics";
        }
        return firstOfGroup().map(first -> " like " + nameOf(first)).orElse("");
    }

    private Optional<TopicSpec> firstOfGroup() {
        return catalog.topics().stream()
                .filter(spec -> spec.coPartitioned() && states.containsKey(spec.name()))
                .findFirst();
    }

    private TopicState state(TopicSpec spec) {
        @Nullable TopicState state = states.get(spec.name());
        if (state == null) {
            throw new IllegalArgumentException("topic " + spec.name() + " is not there");
        }
        return state;
    }

    private static String actual(TopicState state, ContractSetting setting) {
        return state.config().getOrDefault(setting.key(), ContractSetting.ABSENT);
    }
}
