package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** All committed values of a topic as JSON, in the order of {@link TopicScan}. Tombstones are no rows. */
public final class TopicDump {
    private final TopicScan scan;
    private final String prefix;

    public TopicDump(Map<String, ?> clientConfig, String prefix) {
        this.scan = new TopicScan(clientConfig);
        this.prefix = prefix;
    }

    /** Takes one value. */
    public interface Rows {
        void add(ObjectNode value) throws IOException;
    }

    /**
     * @param topic without prefix
     * @throws IOException when there is no such topic, a value is no JSON object, the receiver fails, or the broker gives
     *     nothing for 30 s
     */
    public void read(String topic, Rows rows) throws IOException {
        scan.read(prefix + topic, polled -> {
            if (polled.value() != null) {
                rows.add(Json.parseObject(polled.value()));
            }
        });
    }
}
