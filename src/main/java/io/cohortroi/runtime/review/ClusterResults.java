package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.KafkaSettings;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.SortedMap;
import org.apache.kafka.common.KafkaException;

/** The topics of a cluster as they stand, read once and without a group. */
public final class ClusterResults implements Results {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;

    public ClusterResults(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Override
    public SortedMap<String, ObjectNode> latest(String topic) throws IOException {
        try {
            return scan().latestValues(kafka.prefix() + topic);
        } catch (KafkaException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void records(Records each) throws IOException {
        read(Topics.ROI_RECORDS, each);
    }

    /** Books every committed entry of {@code finance-ledger}. */
    void readInto(LedgerBook ledger) throws IOException {
        try {
            scan().read(kafka.prefix() + Topics.FINANCE_LEDGER, polled -> ledger.add(polled.key(), polled.value()));
        } catch (KafkaException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void read(String topic, Records each) throws IOException {
        try {
            scan().values(kafka.prefix() + topic, each::add);
        } catch (KafkaException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private TopicScan scan() {
        return new TopicScan(kafka.clientProperties(), PATIENCE);
    }
}
