package io.cohortroi.runtime.topics;

/**
 * One thing about a topic that is not as the contract asks.
 *
 * @param topic with prefix, as it is called on the cluster
 * @param rule {@code exists}, {@code partitions}, {@code replication} or the name of a topic setting
 * @param sentence for people: topic, rule, expected and actual
 */
public record TopicMismatch(String topic, String rule, String expected, String actual, String sentence) {
    static final String EXISTS = "exists";
    static final String PARTITIONS = "partitions";
    static final String REPLICATION = "replication";

    static TopicMismatch missing(String topic) {
        return new TopicMismatch(
                topic, EXISTS, "true", "false", "Topic " + topic + " is missing; `topics apply` creates it.");
    }

    static TopicMismatch partitions(String topic, int expected, int actual, String because) {
        return new TopicMismatch(
                topic,
                PARTITIONS,
                Integer.toString(expected),
                Integer.toString(actual),
                "Topic " + topic + " must have partitions " + expected + because + ", has " + actual
                        + "; a partition count is fixed at creation.");
    }

    static TopicMismatch replication(String topic, int expected, int actual) {
        return new TopicMismatch(
                topic,
                REPLICATION,
                Integer.toString(expected),
                Integer.toString(actual),
                "Topic " + topic + " must have replication at least " + expected + ", has " + actual + ".");
    }

    static TopicMismatch setting(String topic, ContractSetting setting, String expected, String actual) {
        String key = setting.key();
        return new TopicMismatch(
                topic,
                key,
                setting.inWords(expected),
                actual,
                "Topic " + topic + " must have " + key + " " + setting.inWords(expected) + ", has " + actual
                        + (setting.safeToCorrect(expected, actual)
                                ? "; `topics apply --correct` sets it."
                                : "; setting it could delete records, so that is left to you."));
    }
}
