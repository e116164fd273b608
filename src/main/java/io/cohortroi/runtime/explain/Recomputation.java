package io.cohortroi.runtime.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Baseline;
import io.cohortroi.domain.roi.CapabilityArea;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.CompletionState.Judgement;
import io.cohortroi.domain.roi.Place;
import io.cohortroi.domain.roi.Valuation;
import io.cohortroi.domain.roi.ValuationPolicy;
import io.cohortroi.domain.roi.Workflow;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.topology.Topics;
import io.cohortroi.topology.serde.InboundSerde;
import io.cohortroi.topology.serde.ReferenceSerde;
import io.cohortroi.topology.serde.RoiRecordJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * One ROI record made again from its sources. What the record alone can tell is taken from it: who the learner was judged
 * to be, where the learner was placed, how many of the capability ids were new, and the
 * share of late ledger entries, which depends on the others of the month; all money and every ratio is computed.
 */
final class Recomputation {
    private final ObjectNode record;
    private final Sources sources;
    private final ValuationPolicy policy;
    private final List<Input> inputs = new ArrayList<>();

    /**
     * One record that took part.
     *
     * @param value as its topic has it; null when the topic no longer keeps it, or it came from no topic
     */
    record Input(String what, Place place, @Nullable ObjectNode value) {}

    Recomputation(ObjectNode record, Sources sources, ValuationPolicy policy) {
        this.record = record;
        this.sources = sources;
        this.policy = policy;
    }

    /** The places of completion and profile that a record names. */
    static Set<Place> places(ObjectNode record) {
        Set<Place> places = new HashSet<>();
        placeOf(record.at("/source/completion")).ifPresent(places::add);
        placeOf(record.at("/source/profile")).ifPresent(places::add);
        return places;
    }

    /** The record as it comes out now; empty when a source is no longer kept. */
    Optional<byte[]> recompute() {
        Optional<CompletionEvent> event = completion();
        placeOf(record.at("/source/profile")).ifPresent(place -> input("profile", place));
        Optional<ReferenceData> reference = reference();
        Optional<BigDecimal> baseline = baseline();
        if (event.isEmpty() || reference.isEmpty() || baseline.isEmpty()) {
            return Optional.empty();
        }
        long units = event.get().capabilities().isEmpty() && event.get().capabilitiesAdded() != null
                ? event.get().capabilitiesAdded()
                : record.at("/inputs/units").asLong();
        Valuation valuation = event.get().kind() == CompletionEvent.Kind.VOIDED
                ? Valuation.voided(policy)
                : Valuation.of(event.get(), units, reference.get(), policy)
                        .withCostAdjustment(record.at("/inputs/cost_adjustment").decimalValue());
        Judgement judgement = new Judgement(
                archetype(),
                record.path("confidence").decimalValue(),
                record.path("norms_version").asText());
        Booked booked = new Booked(
                record.path("record_version").asInt(),
                event.get(),
                placeOf(record.at("/source/completion")).orElse(Place.BUILT_IN),
                record.path("cohort").asText(),
                null,
                placeOf(record.at("/source/profile")).orElse(null),
                valuation,
                baseline.get(),
                record.path("baseline_version").asInt());
        return Optional.of(RoiRecordJson.toBytes(
                new Effects.RoiRecord(record.path("learner_id").asText(), judgement, booked)));
    }

    /** What took part, in the order it was asked for; complete after {@link #recompute}. */
    List<Input> inputs() {
        return List.copyOf(inputs);
    }

    private Archetype archetype() {
        return Archetype.ofLabel(record.path("archetype").asText())
                .orElseThrow(() -> new IllegalStateException("an ROI record names an archetype"));
    }

    private Optional<CompletionEvent> completion() {
        return placeOf(record.at("/source/completion"))
                .flatMap(place -> input("completion", place))
                .flatMap(stored -> Optional.ofNullable(InboundSerde.completions()
                        .deserialize(Topics.COMPLETIONS, stored.headers(), stored.value())
                        .event()));
    }

    private Optional<ReferenceData> reference() {
        ReferenceData data = ReferenceData.empty();
        for (JsonNode each : record.at("/source/reference")) {
            Place place = placeOf(each).orElse(Place.BUILT_IN);
            Kind kind = place.topic().equals(Topics.WORKFLOWS) ? Kind.WORKFLOW : Kind.CAPABILITY;
            Optional<ReferenceSerde.Definition> found = input(kind == Kind.WORKFLOW ? "workflow" : "component", place)
                    .flatMap(stored -> definition(kind, stored));
            if (found.isEmpty()) {
                return Optional.empty();
            }
            data = with(data, found.get(), place);
        }
        return Optional.of(data);
    }

    private static ReferenceData with(ReferenceData data, ReferenceSerde.Definition found, Place place) {
        if (found.value() instanceof Workflow workflow) {
            return data.withWorkflow(new Versioned<>(workflow, found.version(), found.effectiveAt(), place));
        }
        return found.value() instanceof CapabilityArea area
                ? data.withCapability(new Versioned<>(area, found.version(), found.effectiveAt(), place))
                : data;
    }

    private Optional<BigDecimal> baseline() {
        int version = record.path("baseline_version").asInt();
        if (version == 0) {
            inputs.add(new Input("baseline, theoretical", Place.BUILT_IN, null));
            return Optional.of(Baseline.theoretical(archetype()).value().roiMultiplier());
        }
        return sources.baseline(archetype().label(), version)
                .flatMap(place -> input("baseline", place))
                .flatMap(stored -> definition(Kind.BASELINE, stored))
                .map(ReferenceSerde.Definition::value)
                .map(value -> value instanceof Baseline published ? published.roiMultiplier() : null);
    }

    private static Optional<ReferenceSerde.Definition> definition(Kind kind, ConsumerRecord<byte[], byte[]> stored) {
        return Optional.ofNullable(
                        ReferenceSerde.read(kind, stored.key(), stored.value()).definition())
                .filter(definition -> definition.value() != null);
    }

    private Optional<ConsumerRecord<byte[], byte[]>> input(String what, Place place) {
        Optional<ConsumerRecord<byte[], byte[]>> stored = sources.at(place);
        inputs.add(new Input(what, place, stored.map(Recomputation::json).orElse(null)));
        return stored;
    }

    private static @Nullable ObjectNode json(ConsumerRecord<byte[], byte[]> stored) {
        try {
            return Json.parseObject(stored.value());
        } catch (IOException e) {
            return null;
        }
    }

    private static Optional<Place> placeOf(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Place(
                        node.path("topic").asText(),
                        node.path("partition").asInt(),
                        node.path("offset").asLong()))
                : Optional.empty();
    }
}
