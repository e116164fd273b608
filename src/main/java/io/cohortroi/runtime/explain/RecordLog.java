package io.cohortroi.runtime.explain;

import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Where ROI records and what they were made from are read: the topics of a cluster, or the folder of an analysis. */
public interface RecordLog {
    /**
     * Every record of some topics, each partition in its order.
     *
     * @param topics without prefix
     */
    void read(Collection<String> topics, TopicScan.TopicRows rows) throws IOException;

    /** How people name the place of an ROI record: {@code roi-records-3@42}. */
    default String placeOf(ConsumerRecord<byte[], byte[]> roiRecord) {
        return Topics.ROI_RECORDS + "-" + roiRecord.partition() + "@" + roiRecord.offset();
    }

    /** @param prefix leads the topics */
    static RecordLog ofCluster(TopicScan scan, String prefix) {
        return (topics, rows) -> scan.read(prefix, topics, rows);
    }
}
