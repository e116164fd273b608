package io.cohortroi.topology;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.insight.InsightSums;
import io.cohortroi.domain.insight.LearnerShare;
import io.cohortroi.domain.learner.LearnerProfile;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.topology.state.LearnerStores;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what each active learner adds to the insights of the cohort, and sends the difference on with every published
 * profile. Completions are looked through again only when a record of the learner was written or the catalogue changed.
 */
final class TrackActivation extends TickingStep<Emission> {
    private static final int SWEPT_A_TICK = 1_000;

    private final Wiring wiring;
    private @Nullable LearnerStores books;
    private @Nullable KeyValueStore<String, LearnerShare> shares;
    private @Nullable KeyValueStore<String, Boolean> recount;
    private long sweptGeneration = -1;
    private @Nullable String sweptThrough;

    TrackActivation(Wiring wiring) {
        super(wiring, wiring.options().flushEvery());
        this.wiring = wiring;
    }

    @Override
    void open(ProcessorContext<String, Emission> context) {
        books = LearnerStores.of(context, wiring.options().erasureKey());
        shares = context.getStateStore(Names.LEARNER_SHARES);
        recount = context.getStateStore(Names.RECOUNTED_SHARES);
    }

    @Override
    public void process(Record<String, Emission> record) {
        if (record.value() instanceof Emission.Profiled profiled) {
            publish(profiled.profile(), record);
            return;
        }
        if (record.value() instanceof Emission.Output output && output.key() != null) {
            String key = new String(output.key(), StandardCharsets.UTF_8);
            if (output.topic().equals(Topics.ROI_RECORDS) && output.value() != null) {
                open(recount).put(key, Boolean.TRUE);
            } else if (output.topic().equals(Topics.LEARNER_PROFILES) && output.value() == null) {
                replace(key, null, record);
                open(recount).delete(key);
            }
        }
        context().forward(record);
    }

    private void publish(LearnerProfile profile, Record<String, Emission> cause) {
        String learnerId = profile.learnerId();
        if (!profile.active()) {
            replace(learnerId, null, cause);
            return;
        }
        LearnerShare known = open(shares).get(learnerId);
        boolean stands = known != null && open(recount).get(learnerId) == null;
        Map<String, Long> activated = stands ? known.activated() : activated(learnerId);
        open(recount).delete(learnerId);
        LearnerShare share = LearnerShare.of(
                profile.cohort(),
                profile.assessment().archetype(),
                profile.assessment().traits(),
                activated);
        replace(learnerId, share, cause);
    }

    /** Nothing for a learner whose completions are damaged: the next record says so. */
    private Map<String, Long> activated(String learnerId) {
        try {
            return LearnerShare.activated(
                    open(books).fresh().completions(learnerId),
                    wiring.reference().get());
        } catch (MalformedStateException damaged) {
            return Map.of();
        }
    }

    /** Takes back what the learner added, and adds what it adds now; null adds nothing. */
    private void replace(String learnerId, @Nullable LearnerShare share, Record<String, Emission> cause) {
        LearnerShare known = open(shares).get(learnerId);
        if (share == null ? known == null : share.equals(known)) {
            return;
        }
        if (known != null && share != null && known.cohort().equals(share.cohort())) {
            send(share.cohort(), share.sums().plus(known.sums().negated()), cause);
        } else {
            if (known != null) {
                send(known.cohort(), known.sums().negated(), cause);
            }
            if (share != null) {
                send(share.cohort(), share.sums(), cause);
            }
        }
        open(shares).put(learnerId, share);
    }

    private void send(String cohort, InsightSums difference, Record<String, Emission> cause) {
        context().forward(cause.withValue(new Emission.Shared(Scope.cohort(cohort), difference)));
    }

    /** A changed catalogue changes what counts as activated; a part of the learners is looked at in every tick. */
    @Override
    void tick(long wallClock) {
        long generation = wiring.reference().get().generation();
        if (generation != sweptGeneration) {
            wiring.inputEnd().unsettled(this);
            sweptGeneration = generation;
            sweptThrough = "";
        }
        if (sweptThrough != null) {
            sweptThrough = sweep(sweptThrough, wallClock);
        }
        if (wiring.inputEnd().isReached() && sweptThrough == null) {
            wiring.inputEnd().settled(this);
        }
    }

    /** @return the learner to go on after, or null at the end */
    private @Nullable String sweep(String after, long wallClock) {
        List<String> learners = new ArrayList<>();
        try (KeyValueIterator<String, LearnerShare> entries = open(shares).range(after, null)) {
            while (entries.hasNext() && learners.size() < SWEPT_A_TICK) {
                String learnerId = entries.next().key;
                if (!learnerId.equals(after)) {
                    learners.add(learnerId);
                }
            }
        }
        for (String learnerId : learners) {
            LearnerShare known = open(shares).get(learnerId);
            if (known != null) {
                LearnerShare next = known.withActivated(activated(learnerId));
                replace(
                        learnerId,
                        next,
                        new Record<>("", new Emission.Shared(Scope.OVERALL, InsightSums.ZERO), Math.max(0, wallClock)));
            }
        }
        return learners.size() < SWEPT_A_TICK ? null : learners.get(learners.size() - 1);
    }

    private static <S> S open(@Nullable S store) {
        if (store == null) {
            throw new IllegalStateException("a processor is initialised before it is used");
        }
        return store;
    }
}
