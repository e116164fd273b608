package io.cohortroi.topology;

import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.topology.error.Quarantine;
import io.cohortroi.topology.state.StateFormats;
import io.cohortroi.topology.state.Stores;
import io.cohortroi.topology.time.ProcessingOrder;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The dataflow. Start at {@link #build}: every learner-keyed record goes through one stateful stage by learner, what it
 * means is combined within the task, and one shuffle later it is merged by cohort, by archetype and overall.
 */
public final class CohortRoiTopology {
    private static final List<String> LEARNER_OUTPUTS = List.of(
            Topics.ROI_RECORDS, Topics.LEARNER_PROFILES, Topics.LEDGER, Topics.LATE_EVENTS, Topics.DEAD_LETTERS);
    private static final List<String> SCOPE_OUTPUTS = List.of(Topics.COHORT_METRICS, Topics.ROI_ALERTS);

    private final TopologyOptions options;
    private final Wiring wiring;

    public CohortRoiTopology(TopologyOptions options, ReferenceHolder reference, InputEnd inputEnd) {
        this(options, reference, inputEnd, new Quarantine());
    }

    /** @param quarantine what {@link io.cohortroi.topology.error.QuarantiningHandler} fills */
    public CohortRoiTopology(
            TopologyOptions options, ReferenceHolder reference, InputEnd inputEnd, Quarantine quarantine) {
        this.options = options;
        this.wiring = new Wiring(options, reference, inputEnd, new LearnerStage(options.policy()), quarantine);
    }

    /** @param config the streams configuration that the topology will run with */
    public Topology build(Properties config) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(config)));
        keepReferenceData(builder);
        addStores(builder);

        KStream<String, Emission> learners = admit(builder, Input.LEARNERS, Names.READ_LEARNERS, Names.ADMIT_LEARNERS);
        KStream<String, Emission> activity = admit(builder, Input.ACTIVITY, Names.READ_ACTIVITY, Names.ADMIT_ACTIVITY);
        KStream<String, Emission> completions =
                admit(builder, Input.COMPLETIONS, Names.READ_COMPLETIONS, Names.ADMIT_COMPLETIONS);

        KStream<String, Emission> applied = apply(learners, Input.LEARNERS, profiles(), Names.APPLY_LEARNERS)
                .merge(
                        apply(activity, Input.ACTIVITY, activities(), Names.APPLY_ACTIVITY),
                        Named.as(Names.JOIN_ACTIVITY))
                .merge(
                        apply(completions, Input.COMPLETIONS, completions(), Names.APPLY_COMPLETIONS),
                        Named.as(Names.JOIN_COMPLETIONS));

        KStream<String, Emission> byLearner = applied.process(
                        () -> new ReleaseWaiting(wiring), Named.as(Names.RELEASE_WAITING), Stores.learnerBooks())
                .process(() -> new PublishProfiles(wiring), Named.as(Names.PUBLISH_PROFILES), Stores.profilesAndBooks())
                .process(
                        () -> new CountOutcomes(Names.LEDGER, options.flushEvery(), wiring.inputEnd()),
                        Named.as(Names.COUNT_OUTCOMES),
                        Names.LEDGER)
                .process(() -> new CombinePartials(wiring), Named.as(Names.COMBINE_PARTIALS), Names.PARTIALS);
        LEARNER_OUTPUTS.forEach(topic -> Outputs.write(byLearner, options, topic, ""));

        KStream<String, Emission> byScope = shuffle(byLearner)
                .process(
                        () -> new MergePartials(wiring),
                        Named.as(Names.MERGE_PARTIALS),
                        Names.SCOPES,
                        Names.SCOPE_DAYS,
                        Names.CHANGED_SCOPES);
        SCOPE_OUTPUTS.forEach(topic -> Outputs.write(byScope, options, topic, ""));
        return builder.build(config);
    }

    private void keepReferenceData(StreamsBuilder builder) {
        for (Kind kind : Kind.values()) {
            String topic = Topics.of(kind);
            builder.addGlobalStore(
                    Stores.reference(topic),
                    options.topic(topic),
                    Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(Names.readReference(topic)),
                    () -> new ReferenceUpdater(kind, wiring.reference()));
        }
    }

    private void addStores(StreamsBuilder builder) {
        new Stores(options.inMemory()).all().forEach(builder::addStateStore);
    }

    private <T> KStream<String, Emission> admit(StreamsBuilder builder, Input<T> input, String read, String admit) {
        return builder.stream(
                        options.topic(input.topic()),
                        Consumed.with(Serdes.ByteArray(), input.serde())
                                .withTimestampExtractor(new ProcessingOrder<>(input.eventTimeOf(), input.rank()))
                                .withName(read))
                .process(() -> new AdmitProcessor<>(input, wiring), Named.as(admit), Names.CLOCK);
    }

    private <T> KStream<String, Emission> apply(
            KStream<String, Emission> admitted, Input<T> input, Step<T> step, String name) {
        return admitted.process(() -> new ApplyProcessor<>(input, step, wiring), Named.as(name), Stores.learnerBooks());
    }

    private Step<LearnerEvent> profiles() {
        return wiring.stage()::onProfile;
    }

    private Step<ActivityEvent> activities() {
        return (books, event, place, clock, reference, norms) ->
                wiring.stage().onActivity(books, event, clock, reference, norms);
    }

    private Step<CompletionEvent> completions() {
        return wiring.stage()::onCompletion;
    }

    /** One difference a scope and tick, to the task that keeps the scope. */
    private static KStream<String, ScopeDelta> shuffle(KStream<String, Emission> byLearner) {
        return byLearner
                .filter((key, emission) -> emission instanceof Emission.Delta, Named.as(Names.ONLY_PARTIALS))
                .map(CohortRoiTopology::keyedByScope, Named.as(Names.KEY_BY_SCOPE))
                .repartition(Repartitioned.with(Serdes.String(), StateFormats.DELTA)
                        .withName(Names.PARTIALS_BY_SCOPE)
                        .withNumberOfPartitions(Names.SCOPE_PARTITIONS));
    }

    private static KeyValue<String, ScopeDelta> keyedByScope(String key, Emission emission) {
        Emission.Delta delta = (Emission.Delta) emission;
        return KeyValue.pair(delta.scope().key(), delta.delta());
    }
}
