package io.cohortroi.topology;

import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.reference.ReferenceData.Kind;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.domain.stage.ScopeDelta;
import io.cohortroi.topology.error.Quarantine;
import io.cohortroi.topology.serde.InboundSerde;
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
    private static final List<String> INSIGHT_OUTPUTS =
            List.of(Topics.COHORT_INSIGHTS, Topics.CALIBRATION_REPORTS, Topics.BASELINES);
    private static final List<String> COST_OUTPUTS =
            List.of(Topics.COST_RECONCILIATION, Topics.COST_ADJUSTMENTS, Topics.ROI_ALERTS);

    private final TopologyOptions options;
    private final Wiring wiring;

    public CohortRoiTopology(TopologyOptions options, ReferenceHolder reference, InputEnd inputEnd) {
        this(options, reference, inputEnd, new Quarantine());
    }

    /** @param quarantine what {@link io.cohortroi.topology.error.QuarantiningHandler} fills */
    public CohortRoiTopology(
            TopologyOptions options, ReferenceHolder reference, InputEnd inputEnd, Quarantine quarantine) {
        this.options = options;
        this.wiring = new Wiring(
                options,
                reference,
                new NormsHolder(options.norms()),
                inputEnd,
                new LearnerStage(options.policy()),
                quarantine);
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
                        FreshProcessor.of(() -> new ReleaseWaiting(wiring)),
                        Named.as(Names.RELEASE_WAITING),
                        Stores.learnerBooks())
                .process(
                        FreshProcessor.of(() -> new RematchCohorts(wiring)),
                        Named.as(Names.REMATCH_COHORTS),
                        Stores.learnerBooks())
                .process(
                        FreshProcessor.of(() -> new AdjustCosts(wiring)),
                        Named.as(Names.ADJUST_COSTS),
                        Stores.learnerBooks())
                .process(
                        FreshProcessor.of(() -> new PublishProfiles(wiring)),
                        Named.as(Names.PUBLISH_PROFILES),
                        Stores.profilesAndBooks())
                .process(
                        FreshProcessor.of(
                                () -> new CountOutcomes(Names.LEDGER, options.flushEvery(), wiring.inputEnd())),
                        Named.as(Names.COUNT_OUTCOMES),
                        Names.LEDGER)
                .process(
                        FreshProcessor.of(() -> new TellRefusals(wiring)),
                        Named.as(Names.TELL_REFUSALS),
                        Names.LEDGER,
                        Names.CLOCK)
                .process(
                        FreshProcessor.of(() -> new TrackActivation(wiring)),
                        Named.as(Names.TRACK_ACTIVATION),
                        Stores.sharesAndBooks())
                .process(
                        FreshProcessor.of(() -> new CombineInsights(wiring)),
                        Named.as(Names.COMBINE_INSIGHTS),
                        Names.INSIGHT_PARTIALS)
                .process(
                        FreshProcessor.of(() -> new CombinePartials(wiring)),
                        Named.as(Names.COMBINE_PARTIALS),
                        Names.PARTIALS);
        LEARNER_OUTPUTS.forEach(topic -> Outputs.write(byLearner, options, topic, ""));

        if (options.learnNorms()) {
            learnNorms(builder, byLearner);
        }

        KStream<String, Emission> byScope = shuffle(byLearner)
                .process(
                        FreshProcessor.of(() -> new MergePartials(wiring)),
                        Named.as(Names.MERGE_PARTIALS),
                        Names.SCOPES,
                        Names.SCOPE_DAYS,
                        Names.CHANGED_SCOPES,
                        Names.SCOPE_RULES);
        SCOPE_OUTPUTS.forEach(topic -> Outputs.write(byScope, options, topic, ""));

        KStream<String, InsightSums> sums = shuffleInsights(byLearner);
        KStream<String, Emission> ofCompany = sums.process(
                FreshProcessor.of(() -> new MergeInsights(wiring)),
                Named.as(Names.MERGE_INSIGHTS),
                Names.INSIGHT_SUMS,
                Names.CHANGED_INSIGHTS,
                Names.APPLIED_BASELINES);
        INSIGHT_OUTPUTS.forEach(topic -> Outputs.write(ofCompany, options, topic, ""));

        bookFinanceLedger(builder);
        KStream<String, Emission> costs = sums.process(
                FreshProcessor.of(() -> new ReconcileCosts(wiring)), Named.as(Names.RECONCILE_COSTS), Stores.costs());
        COST_OUTPUTS.forEach(topic -> Outputs.write(costs, options, topic, "-of-costs"));
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
        builder.addGlobalStore(
                Stores.reference(Topics.COST_ADJUSTMENTS),
                options.topic(Topics.COST_ADJUSTMENTS),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                        .withName(Names.readReference(Topics.COST_ADJUSTMENTS)),
                () -> new AdjustmentUpdater(wiring.reference(), wiring.inputEnd()));
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
                .process(FreshProcessor.of(() -> new AdmitProcessor<>(input, wiring)), Named.as(admit), Names.CLOCK);
    }

    private <T> KStream<String, Emission> apply(
            KStream<String, Emission> admitted, Input<T> input, Step<T> step, String name) {
        return admitted.process(
                FreshProcessor.of(() -> new ApplyProcessor<>(input, step, wiring)),
                Named.as(name),
                Stores.learnerBooks());
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

    /** Learners at a stage from every task into one, and what is usual from there to every task. */
    private void learnNorms(StreamsBuilder builder, KStream<String, Emission> byLearner) {
        Stores.norms().forEach(builder::addStateStore);
        KStream<String, Emission> norms = byLearner
                .filter((key, emission) -> emission instanceof Emission.Observed, Named.as(Names.ONLY_NORMS_EVIDENCE))
                .map(
                        (key, emission) -> KeyValue.pair("", ((Emission.Observed) emission).evidence()),
                        Named.as(Names.GATHER_NORMS_EVIDENCE))
                .repartition(Repartitioned.with(Serdes.String(), StateFormats.NORMS_EVIDENCE)
                        .withName(Names.NORMS_EVIDENCE)
                        .withNumberOfPartitions(1))
                .process(
                        FreshProcessor.of(() -> new LearnNorms(wiring)),
                        Named.as(Names.LEARN_NORMS),
                        Names.NORMS_SKETCHES,
                        Names.NORMS_LEARNING);
        Outputs.write(norms, options, Topics.NORMS, "");
        builder.addGlobalStore(
                Stores.reference(Topics.NORMS),
                options.topic(Topics.NORMS),
                Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName(Names.readReference(Topics.NORMS)),
                () -> new NormsUpdater(wiring.norms()));
    }

    /** What finance says was spent, into the task that holds what records charge. */
    private void bookFinanceLedger(StreamsBuilder builder) {
        KStream<String, Emission> booked = builder.stream(
                        options.topic(Topics.FINANCE_LEDGER),
                        Consumed.with(Serdes.ByteArray(), InboundSerde.ledgerEntries())
                                .withName(Names.READ_FINANCE_LEDGER))
                .process(
                        FreshProcessor.of(() -> new BookEntries(wiring)),
                        Named.as(Names.BOOK_ENTRIES),
                        Stores.entriesAndCosts())
                .process(
                        FreshProcessor.of(
                                () -> new CountOutcomes(Names.ENTRY_OUTCOMES, options.flushEvery(), wiring.inputEnd())),
                        Named.as(Names.COUNT_ENTRIES),
                        Names.ENTRY_OUTCOMES);
        List.of(Topics.DEAD_LETTERS, Topics.LEDGER)
                .forEach(topic -> Outputs.write(booked, options, topic, "-of-" + Topics.FINANCE_LEDGER));
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

    /** One difference a cohort, archetype, workflow and interval, to the one task that sees the whole company. */
    private static KStream<String, InsightSums> shuffleInsights(KStream<String, Emission> byLearner) {
        return byLearner
                .filter(
                        (key, emission) -> emission instanceof Emission.InsightDelta,
                        Named.as(Names.ONLY_INSIGHT_PARTIALS))
                .map(
                        (key, emission) -> {
                            Emission.InsightDelta delta = (Emission.InsightDelta) emission;
                            return KeyValue.pair(delta.scope().key(), delta.sums());
                        },
                        Named.as(Names.KEY_INSIGHTS_BY_SCOPE))
                .repartition(Repartitioned.with(Serdes.String(), StateFormats.INSIGHTS)
                        .withName(Names.INSIGHT_PARTIALS_BY_SCOPE)
                        .withNumberOfPartitions(Names.INSIGHT_PARTITIONS));
    }

    private static KeyValue<String, ScopeDelta> keyedByScope(String key, Emission emission) {
        Emission.Delta delta = (Emission.Delta) emission;
        return KeyValue.pair(delta.scope().key(), delta.delta());
    }
}
