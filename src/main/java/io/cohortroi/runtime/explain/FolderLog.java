package io.cohortroi.runtime.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.analyze.InputCopy;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.TopicScan;
import io.cohortroi.runtime.review.FolderResults;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The folder of an analysis: the lines that the sink wrote, and the inputs that were kept. A line's place is file and number. */
public final class FolderLog implements RecordLog {
    private final FolderResults results;
    private final InputCopy inputs;

    /** @throws IOException where the folder has no inputs */
    public FolderLog(Path folder) throws IOException {
        this.results = new FolderResults(folder);
        this.inputs = InputCopy.in(folder);
    }

    @Override
    public void read(Collection<String> topics, TopicScan.TopicRows rows) throws IOException {
        if (topics.contains(Topics.ROI_RECORDS)) {
            results.recordLines((file, number, line) -> {
                ObjectNode record = Json.parseObject(line);
                byte[] learner = record.path("learner_id").asText().getBytes(StandardCharsets.UTF_8);
                rows.add(Topics.ROI_RECORDS, new ConsumerRecord<>(file, 0, number, learner, line));
            });
        }
        inputs.read(topics, rows);
    }

    @Override
    public String placeOf(ConsumerRecord<byte[], byte[]> roiRecord) {
        return roiRecord.topic() + ":" + roiRecord.offset();
    }
}
