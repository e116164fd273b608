package io.cohortroi.runtime.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.SortedMap;

/** Where results are read: the topics of a cluster, or the folder that an analysis left. */
public interface Results {
    /**
     * The latest value of every key of a compacted topic.
     *
     * @param topic without prefix
     * @throws IOException with a sentence for people where it cannot be read
     */
    SortedMap<String, ObjectNode> latest(String topic) throws IOException;

    /** Takes one ROI record. */
    interface Records {
        void add(ObjectNode record) throws IOException;
    }

    /** Every committed ROI record, those that a later version replaced included. */
    void records(Records each) throws IOException;
}
