package io.cohortroi.runtime.explain;

import io.cohortroi.domain.roi.Place;
import io.cohortroi.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The input records that ROI records name, by place; read in one pass over each topic. */
final class Sources {
    private static final Set<String> REFERENCE = Set.of(Topics.WORKFLOWS, Topics.CAPABILITIES, Topics.BASELINES);
    private static final List<String> TOPICS =
            List.of(Topics.COMPLETIONS, Topics.LEARNERS, Topics.WORKFLOWS, Topics.CAPABILITIES, Topics.BASELINES);

    private final Map<Place, ConsumerRecord<byte[], byte[]>> byPlace = new HashMap<>();
    private final Map<String, Place> baselines = new HashMap<>();

    private Sources() {}

    /** @param wanted places of completions and profiles; reference data is read whole */
    static Sources read(RecordLog log, Set<Place> wanted) throws IOException {
        Sources sources = new Sources();
        log.read(TOPICS, (topic, stored) -> {
            Place place = new Place(topic, stored.partition(), stored.offset());
            if (REFERENCE.contains(topic) || wanted.contains(place)) {
                sources.byPlace.put(place, stored);
            }
            if (topic.equals(Topics.BASELINES) && stored.key() != null && stored.value() != null) {
                sources.baselines.put(new String(stored.key(), StandardCharsets.UTF_8), place);
            }
        });
        return sources;
    }

    /** Empty when the topic no longer keeps it. */
    Optional<ConsumerRecord<byte[], byte[]>> at(Place place) {
        return Optional.ofNullable(byPlace.get(place)).filter(stored -> stored.value() != null);
    }

    /** Where that version of an archetype's baseline stands; empty for version 0, which no topic gave. */
    Optional<Place> baseline(String archetype, int version) {
        return Optional.ofNullable(baselines.get(archetype + "@" + version));
    }
}
