package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The committed values of a topic as it stands when asked, partition by partition in offset order, so that two readings
 * of the same topic are the same rows in the same order. Tombstones are no rows.
 */
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
     * @throws IOException when a value is no JSON object, the receiver fails, or the broker gives nothing for 30 s
     */
    public void read(String topic, Rows rows) throws IOException {
        scan.read(prefix + topic, polled -> {
            if (polled.value() != null) {
                rows.add(Json.parseObject(polled.value()));
            }
        });
    }

    /**
     * The final ROI record of every completion, voided ones too, without those of learners who were erased: of versions
     * 0, 2, 1 of a completion only 2. Every partition is read twice, which keeps no record in memory but its place, about
     * 150 bytes a completion of one partition.
     *
     * @throws IOException as {@link #read}
     */
    public void readFinalRecords(String topic, Rows rows) throws IOException {
        scan.forEachPartition(prefix + topic, (consumer, partition, end) -> {
            FinalVersions versions = new FinalVersions();
            TopicScan.read(consumer, partition, end, polled -> {
                if (polled.key() != null) {
                    String learner = new String(polled.key(), StandardCharsets.UTF_8);
                    if (polled.value() == null) {
                        versions.erase(learner);
                    } else {
                        versions.add(learner, Json.parseObject(polled.value()), polled.offset());
                    }
                }
            });
            Set<Long> wanted = versions.offsets();
            consumer.seekToBeginning(List.of(partition));
            TopicScan.read(consumer, partition, end, polled -> {
                if (polled.value() != null && wanted.contains(polled.offset())) {
                    rows.add(Json.parseObject(polled.value()));
                }
            });
        });
    }
}
