package io.cohortroi.runtime.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the topics of dead letters and of letters sent back hold now. */
public final class DeadLetterBox {
    private final TopicScan scan;
    private final String prefix;

    public DeadLetterBox(TopicScan scan, String prefix) {
        this.scan = scan;
        this.prefix = prefix;
    }

    /** The letters that match, each id once, in the order of the topic. */
    public Collection<DeadLetter> find(Selection selection) throws IOException {
        Map<String, DeadLetter> found = new LinkedHashMap<>();
        scan.read(prefix + Topics.DEAD_LETTERS, stored -> {
            DeadLetter letter = DeadLetter.of(stored);
            if (selection.matches(letter)) {
                found.put(letter.id(), letter);
            }
        });
        return found.values();
    }

    /** How often each letter was sent back; those that never were are absent. */
    public Map<String, Integer> redriven() throws IOException {
        Map<String, Integer> times = new HashMap<>();
        scan.read(prefix + Topics.REDRIVEN_LETTERS, stored -> {
            if (stored.key() != null && stored.value() != null) {
                ObjectNode mark = Json.parseObject(stored.value());
                times.put(
                        new String(stored.key(), StandardCharsets.UTF_8),
                        mark.path("times").asInt());
            }
        });
        return times;
    }
}
