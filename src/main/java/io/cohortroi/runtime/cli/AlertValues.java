package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.alerting.AlertTopics;
import io.cohortroi.runtime.config.Settings;
import io.cohortroi.runtime.query.TopicScan;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;

/** What the topics of alerts and silences of a cluster hold now, and their fields as text. */
final class AlertValues {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private AlertValues() {}

    /** The last value of every alert. */
    static Collection<ObjectNode> of(Settings settings) throws IOException {
        return latest(settings, AlertTopics.ALERTS).values();
    }

    /** @param topic without prefix */
    static SortedMap<String, ObjectNode> latest(Settings settings, String topic) throws IOException {
        return new TopicScan(settings.kafka().clientProperties(), PATIENCE)
                .latestValues(settings.kafka().prefix() + topic);
    }

    static String text(ObjectNode node, String field) {
        return node.path(field).isNumber()
                ? node.path(field).decimalValue().toPlainString()
                : node.path(field).asText();
    }
}
