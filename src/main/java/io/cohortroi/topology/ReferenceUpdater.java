package io.cohortroi.topology;

import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Baseline;
import io.cohortroi.domain.roi.CapabilityArea;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.roi.Workflow;
import io.cohortroi.topology.serde.ReferenceSerde;
import io.cohortroi.topology.serde.ReferenceSerde.Definition;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one kind of reference data in memory on every instance. An invalid definition changes nothing here; the
 * reference check counts it and puts it into the dead letters, once per cluster.
 */
final class ReferenceUpdater implements Processor<byte[], byte[], Void, Void> {
    private final Kind kind;
    private final ReferenceHolder holder;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable KeyValueStore<byte[], byte[]> store;

    ReferenceUpdater(Kind kind, ReferenceHolder holder) {
        this.kind = kind;
        this.holder = holder;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        this.context = context;
        this.store = context.getStateStore(Names.referenceStore(Topics.of(kind)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (context == null || store == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        Definition definition =
                ReferenceSerde.read(kind, record.key(), record.value()).definition();
        if (definition == null) {
            return;
        }
        store.put(record.key(), record.value());
        Place place = context.recordMetadata()
                .map(metadata -> new Place(Topics.of(kind), metadata.partition(), metadata.offset()))
                .orElse(Place.BUILT_IN);
        Instant publishedAt = Instant.ofEpochMilli(Math.max(0, record.timestamp()));
        holder.change(current -> apply(current, definition, place, publishedAt));
    }

    private ReferenceData apply(ReferenceData current, Definition definition, Place place, Instant publishedAt) {
        Object value = definition.value();
        if (value == null) {
            return current.without(kind, definition.id(), definition.version());
        }
        return switch (kind) {
            case COHORT -> current.withCohort(versioned((CohortDefinition) value, definition, place, publishedAt));
            case WORKFLOW -> current.withWorkflow(versioned((Workflow) value, definition, place, publishedAt));
            case CAPABILITY ->
                current.withCapability(versioned((CapabilityArea) value, definition, place, publishedAt));
            case BASELINE -> current.withBaseline(versioned((Baseline) value, definition, place, publishedAt));
        };
    }

    private static <T> Versioned<T> versioned(T value, Definition definition, Place place, Instant publishedAt) {
        return new Versioned<>(value, definition.version(), definition.effectiveAt(), place, publishedAt);
    }
}
