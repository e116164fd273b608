package io.cohortroi.runtime.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All topics of {@code topics/asyncapi.yaml}, in its order. A channel's settings are the Kafka binding's
 * {@code topicConfiguration} together with {@code x-topic-configuration}, which holds those that the binding's own
 * schema has no word for.
 */
public final class TopicCatalog {
    /** Folder of the contract on the class path. */
    public static final String FOLDER = "topics/";

    private static final String DOCUMENT = FOLDER + "asyncapi.yaml";

    private final List<TopicSpec> topics;

    private TopicCatalog(List<TopicSpec> topics) {
        this.topics = List.copyOf(topics);
    }

    /**
     * The contract that this program was built with.
     *
     * @throws IllegalArgumentException where the document lacks something, naming channel and path
     */
    public static TopicCatalog load() {
        try (InputStream document = TopicCatalog.class.getClassLoader().getResourceAsStream(DOCUMENT)) {
            if (document == null) {
                throw new IllegalStateException(DOCUMENT + " is not on the class path");
            }
            return of(new YAMLMapper().readTree(document));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(DOCUMENT + " cannot be read", unreadable);
        }
    }

    static TopicCatalog of(JsonNode document) {
        List<TopicSpec> topics = new ArrayList<>();
        for (Map.Entry<String, JsonNode> channel : document.path("channels").properties()) {
            topics.add(spec(new Path(channel.getKey(), channel.getValue())));
        }
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("the document has no channels");
        }
        return new TopicCatalog(topics);
    }

    public List<TopicSpec> topics() {
        return topics;
    }

    public Optional<TopicSpec> topic(String name) {
        return topics.stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    private static TopicSpec spec(Path channel) {
        Path kafka = channel.at("/bindings/kafka");
        JsonNode messages = channel.at("/messages").node;
        Path message =
                new Path(channel.channel + "/messages", messages.elements().next());
        Path key = message.at("/bindings/kafka/key");
        SortedMap<String, String> config = new TreeMap<>();
        putAll(config, kafka.at("/topicConfiguration"));
        putAll(config, kafka.at("/x-topic-configuration"));
        return new TopicSpec(
                channel.at("/address").text(),
                channel.at("/title").text(),
                key.at("/description").text(),
                key.textOrNull("/x-template"),
                kafka.at("/partitions").number(),
                kafka.textOrNull("/x-co-partition-group") != null,
                kafka.at("/replicas").number(),
                config,
                FOLDER + message.at("/payload/schema/$ref").text(),
                Optional.ofNullable(message.textOrNull("/headers/schema/$ref"))
                        .map(FOLDER::concat)
                        .orElse(null),
                message.node
                        .path("x-leading-fields")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList());
    }

    private static void putAll(SortedMap<String, String> config, Path settings) {
        for (Map.Entry<String, JsonNode> setting : settings.node.properties()) {
            JsonNode value = setting.getValue();
            config.put(
                    setting.getKey(),
                    value.isArray()
                            ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                            : value.asText());
        }
    }

    /** A place in a channel, so that what is missing can be named. */
    private record Path(String channel, JsonNode node) {
        Path at(String pointer) {
            JsonNode found = node.at(pointer);
            if (found.isMissingNode()) {
                throw new IllegalArgumentException("channel " + channel + " has no " + pointer.substring(1));
            }
            return new Path(channel, found);
        }

        @Nullable
        String textOrNull(String pointer) {
            JsonNode found = node.at(pointer);
            return found.isTextual() ? found.textValue() : null;
        }

        String text() {
            return node.asText();
        }

        int number() {
            if (!node.isInt()) {
                throw new IllegalArgumentException("channel " + channel + " has " + node + " where a number belongs");
            }
            return node.intValue();
        }
    }
}
