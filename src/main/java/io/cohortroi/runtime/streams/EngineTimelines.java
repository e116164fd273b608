package io.cohortroi.runtime.streams;

import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.runtime.query.LearnerTimelines;
import io.cohortroi.topology.Names;
import io.cohortroi.topology.state.Timelines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Timelines of the learners whose state this instance owns. */
public final class EngineTimelines implements LearnerTimelines {
    private final KafkaStreams streams;
    private final int learnerPartitions;

    /** @param learnerPartitions of the learner-keyed topics: where a learner's state is */
    public EngineTimelines(StreamEngine engine, int learnerPartitions) {
        this.streams = engine.dataflow();
        this.learnerPartitions = learnerPartitions;
    }

    @Override
    public List<Line> timeline(String learnerId) {
        int partition =
                BuiltInPartitioner.partitionForKey(learnerId.getBytes(StandardCharsets.UTF_8), learnerPartitions);
        try {
            ReadOnlyKeyValueStore<byte[], SortedMap<String, String>> store =
                    streams.store(StoreQueryParameters.fromNameAndType(
                                    Names.TIMELINES,
                                    QueryableStoreTypes.<byte[], SortedMap<String, String>>keyValueStore())
                            .withPartition(partition));
            return Timelines.of(learnerId, store).stream()
                    .map(EngineTimelines::line)
                    .toList();
        } catch (InvalidStateStoreException e) {
            throw new UnavailableException(
                    "the learner's state is being restored, or another instance of the cluster keeps it");
        }
    }

    private static Line line(TimelineEntry entry) {
        return new Line(entry.at(), entry.kind().name().toLowerCase(Locale.ROOT), entry.id(), entry.details());
    }
}
