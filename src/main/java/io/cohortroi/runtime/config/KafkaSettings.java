package io.cohortroi.runtime.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The cluster and how our topics lie on it.
 *
 * @param bootstrapServers {@code host:port,host:port}; empty where none is given
 * @param prefix leads every topic, application id, group and state folder; may be empty
 * @param learnerPartitions 1 to 1000
 * @param replicationFactor 1 to 9
 * @param clientSettings what {@code kafka.*} said, without {@code kafka.}: security and tuning of every Kafka client
 */
public record KafkaSettings(
        String bootstrapServers,
        String prefix,
        int learnerPartitions,
        short replicationFactor,
        Map<String, String> clientSettings) {

    private static final String PASS_THROUGH = "kafka.";
    private static final Set<String> OURS = Set.of(
            "bootstrap.servers",
            "acks",
            "enable.idempotence",
            "enable.auto.commit",
            "isolation.level",
            "auto.offset.reset",
            "transactional.id",
            "group.id",
            "group.protocol",
            "key.serializer",
            "value.serializer",
            "key.deserializer",
            "value.deserializer");

    public KafkaSettings {
        clientSettings = Map.copyOf(clientSettings);
    }

    /** For any Kafka client: bootstrap servers and what was passed through. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(clientSettings);
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    static KafkaSettings read(Values values, Map<String, Setting> all) {
        Map<String, String> passed = new TreeMap<>();
        all.values().stream()
                .filter(setting -> setting.key().startsWith(PASS_THROUGH))
                .forEach(setting ->
                        passed.put(setting.key().substring(PASS_THROUGH.length()), values.text(setting.key())));
        return new KafkaSettings(
                values.text("bootstrap.servers", KafkaSettings::isServerList, "a list of host:port, or empty"),
                values.text("prefix", p -> p.matches("[A-Za-z0-9._-]{0,64}"), "at most 64 of A-Z a-z 0-9 . _ -"),
                values.integer("learner.partitions", 1, 1000),
                (short) values.integer("replication.factor", 1, 9),
                passed);
    }

    private static boolean isServerList(String text) {
        return text.isEmpty()
                || text.matches("[^,\\s:]+:[0-9]{1,5}(\\s*,\\s*[^,\\s:]+:[0-9]{1,5})*")
                || text.matches("\\[[0-9a-fA-F:]+]:[0-9]{1,5}");
    }

    /** Refuses a key that is neither ours nor a Kafka client's, and the client settings that exactly-once rests on. */
    static void requirePassable(String key, String written, String origin, Collection<String> known) {
        if (!key.startsWith(PASS_THROUGH)) {
            throw unknown(key, written, origin, known);
        }
        String client = key.substring(PASS_THROUGH.length());
        if (OURS.contains(client)) {
            throw new SettingsException(written + " (" + origin + ") cannot be set: the program decides " + client
                    + ", because exactly-once rests on it.");
        }
        if (!clientKeys().contains(client)) {
            Set<String> candidates = new TreeSet<>();
            clientKeys().forEach(name -> candidates.add(PASS_THROUGH + name));
            throw unknown(key, written, origin, candidates);
        }
    }

    static boolean isSecret(String key) {
        if (!key.startsWith(PASS_THROUGH)) {
            return false;
        }
        ConfigDef.ConfigKey definition =
                AdminClientConfig.configDef().configKeys().get(key.substring(PASS_THROUGH.length()));
        return definition == null || definition.type() == ConfigDef.Type.PASSWORD;
    }

    private static SettingsException unknown(String key, String written, String origin, Collection<String> candidates) {
        String suggestion = Suggestion.of(key, candidates);
        if (!written.equals(key) && !suggestion.isEmpty()) {
            String nearest = suggestion.substring(suggestion.lastIndexOf(' ') + 1, suggestion.length() - 1);
            suggestion = " Did you mean " + SettingsSources.environmentName(nearest) + "?";
        }
        return new SettingsException("There is no setting " + written + " (" + origin + ")." + suggestion);
    }

    private static Set<String> clientKeys() {
        Set<String> keys = new TreeSet<>(AdminClientConfig.configNames());
        keys.addAll(ProducerConfig.configNames());
        keys.addAll(ConsumerConfig.configNames());
        return keys;
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        clientSettings.forEach((key, value) -> shown.put(key, new Setting(PASS_THROUGH + key, value, "").shownValue()));
        return "KafkaSettings[bootstrapServers=" + bootstrapServers + ", prefix=" + prefix + ", learnerPartitions="
                + learnerPartitions + ", replicationFactor=" + replicationFactor + ", clientSettings=" + shown + "]";
    }
}
