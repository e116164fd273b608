package io.cohortroi.runtime.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.serde.ReferenceSerde;
import io.cohortroi.topology.serde.ReferenceSerde.Definition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The cohort definitions and single profiles of a cluster as they stand when asked, for whoever has no instance at hand. */
public final class CohortTopics {
    private final TopicScan scan;
    private final String prefix;

    public CohortTopics(TopicScan scan, String prefix) {
        this.scan = scan;
        this.prefix = prefix;
    }

    /**
     * Every valid definition, as the stream understands it.
     *
     * @throws IOException when the cluster does not answer in time or there is no such topic
     */
    public ReferenceData definitions() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        scan.read(prefix + Topics.COHORTS, all::add);
        ReferenceData data = ReferenceData.empty();
        for (ConsumerRecord<byte[], byte[]> record : all) {
            Definition definition = ReferenceSerde.read(Kind.COHORT, record.key(), record.value())
                    .definition();
            data = definition == null ? data : apply(data, definition, record);
        }
        return data;
    }

    private static ReferenceData apply(
            ReferenceData data, Definition definition, ConsumerRecord<byte[], byte[]> record) {
        Object value = definition.value();
        return value == null
                ? data.without(Kind.COHORT, definition.id(), definition.version())
                : data.withCohort(new Versioned<>(
                        (CohortDefinition) value,
                        definition.version(),
                        definition.effectiveAt(),
                        new Place(Topics.COHORTS, record.partition(), record.offset()),
                        Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
    }

    /**
     * The latest profile of one learner; empty where there is none, or it was erased.
     *
     * @throws IOException when the cluster does not answer in time or there is no such topic
     */
    public Optional<ObjectNode> profile(String learnerId) throws IOException {
        List<byte @Nullable []> all = new ArrayList<>();
        scan.read(
                prefix + Topics.LEARNER_PROFILES,
                learnerId.getBytes(StandardCharsets.UTF_8),
                record -> all.add(record.value()));
        byte @Nullable [] last = all.isEmpty() ? null : all.get(all.size() - 1);
        return last == null ? Optional.empty() : Optional.of(Json.parseObject(last));
    }
}
