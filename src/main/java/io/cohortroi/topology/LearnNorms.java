package io.cohortroi.topology;

import io.cohortroi.domain.learner.NormsEvidence;
import io.cohortroi.domain.learner.NormsLearning;
import io.cohortroi.domain.learner.NormsSketch;
import io.cohortroi.topology.serde.NormsJson;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Adds up what all tasks saw of learners at a stage, in one place, and publishes new norms when they are due. */
final class LearnNorms extends TickingStep<NormsEvidence> {
    private static final String ALL = "all";

    private final Wiring wiring;
    private @Nullable KeyValueStore<String, NormsSketch> sketches;
    private @Nullable KeyValueStore<String, NormsLearning> learning;

    LearnNorms(Wiring wiring) {
        super(wiring, wiring.options().metricsEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        sketches = context.getStateStore(Names.NORMS_SKETCHES);
        learning = context.getStateStore(Names.NORMS_LEARNING);
    }

    @Override
    public void process(Record<String, NormsEvidence> record) {
        if (sketches == null || learning == null) {
            throw new IllegalStateException("a processor is initialised before it processes");
        }
        wiring.inputEnd().unsettled(this);
        record.value().sketch().byPopulation().forEach((population, seen) -> {
            NormsSketch known = sketches.get(population);
            if (known != null) {
                seen.merge(known);
            }
            sketches.put(population, seen);
        });
        learning.put(ALL, soFar(learning).plus(record.value()));
    }

    @Override
    void tick(long wallClock) {
        if (sketches == null || learning == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        NormsLearning soFar = soFar(learning);
        Instant effectiveAt = soFar.due();
        if (effectiveAt != null) {
            publish(sketches, effectiveAt, wallClock);
            learning.put(ALL, soFar.made());
        }
        if (wiring.inputEnd().isReached()) {
            wiring.inputEnd().settled(this);
        }
    }

    private void publish(KeyValueStore<String, NormsSketch> sketches, Instant effectiveAt, long wallClock) {
        NormsSketch everything = new NormsSketch();
        try (KeyValueIterator<String, NormsSketch> entries = sketches.all()) {
            entries.forEachRemaining(entry -> everything.merge(entry.value));
        }
        String version = NormsLearning.versionFrom(effectiveAt);
        byte[] value =
                NormsJson.toBytes(everything.toNorms(version, wiring.options().norms()), effectiveAt);
        send(Topics.NORMS, NormsJson.KEY_PREFIX + version, value, wallClock);
    }

    private static NormsLearning soFar(KeyValueStore<String, NormsLearning> store) {
        NormsLearning known = store.get(ALL);
        return known == null ? NormsLearning.NOTHING : known;
    }
}
