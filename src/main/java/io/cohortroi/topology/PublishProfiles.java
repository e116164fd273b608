package io.cohortroi.topology;

import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.stage.CurrentProfile;
import io.cohortroi.domain.stage.Effects;
import io.cohortroi.domain.stage.LearnerStage;
import io.cohortroi.topology.serde.LearnerProfileJson;
import io.cohortroi.topology.state.LearnerStores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whose profile changed and publishes each once a tick, whatever happened in between: cohort and archetype as
 * they are now, and what that moves in the memberships.
 */
final class PublishProfiles extends TickingStep<Emission> {
    private final Wiring wiring;
    private @Nullable LearnerStores books;
    private @Nullable KeyValueStore<String, Boolean> changed;

    PublishProfiles(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        books = LearnerStores.of(context, wiring.options().erasureKey());
        changed = context.getStateStore(Names.CHANGED_PROFILES);
    }

    @Override
    public void process(Record<String, Emission> record) {
        if (record.value() instanceof Emission.Touched touched && changed != null) {
            wiring.inputEnd().unsettled(this);
            changed.put(touched.learnerId(), Boolean.TRUE);
        }
        context().forward(record);
    }

    @Override
    void tick(long wallClock) {
        if (books == null || changed == null) {
            throw new IllegalStateException("a processor is initialised before it ticks");
        }
        List<String> learners = new ArrayList<>();
        try (KeyValueIterator<String, Boolean> entries = changed.all()) {
            entries.forEachRemaining(entry -> learners.add(entry.key));
        }
        for (String learnerId : learners) {
            publish(books, learnerId, wallClock);
            changed.delete(learnerId);
        }
        if (wiring.inputEnd().isReached()) {
            wiring.inputEnd().settled(this);
        }
    }

    private void publish(LearnerStores stores, String learnerId, long wallClock) {
        Effects effects = LearnerStage.nothing();
        if (!stores.fresh().hasReadableProfile(learnerId)) {
            return;
        }
        String before = stores.learner(learnerId).placedIn();
        ReferenceData reference = wiring.reference().get();
        CurrentProfile.publish(stores, learnerId, reference, wiring.norms().get(), effects)
                .ifPresent(profile -> {
                    Forwarding out = new Forwarding(
                            context(),
                            new Record<>(
                                    "",
                                    new Emission.Touched(learnerId, profile.updatedAt(), List.of()),
                                    Math.max(0, wallClock)));
                    out.send(new Emission.Output(
                            Topics.LEARNER_PROFILES,
                            learnerId.getBytes(StandardCharsets.UTF_8),
                            LearnerProfileJson.toBytes(profile)));
                    out.send(new Emission.Profiled(profile));
                    out.effects(effects);
                    if (!profile.cohort().equals(before)) {
                        // Moved by a definition or by traits, not by a profile: the cohort has seen no event of it yet.
                        out.send(new Emission.Touched(
                                learnerId, profile.updatedAt(), List.of(Scope.cohort(profile.cohort()))));
                    }
                });
    }
}
