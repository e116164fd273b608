package io.cohortroi.topology.state;

import io.cohortroi.domain.binary.MalformedStateException;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.stage.LearnerBooks;
import io.cohortroi.topology.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The books of the stage by learner in the stores of one task. The learner at hand is decoded once a record, however
 * many steps ask for it.
 */
public final class LearnerStores implements LearnerBooks {
    private static final ByteArraySerializer BYTES = new ByteArraySerializer();

    /** Shorter than any hash: there once anybody was erased. */
    private static final byte[] ANYBODY = {0};

    private final KeyValueStore<String, LearnerState> learners;
    private final KeyValueStore<byte[], CompletionState> completions;
    private final KeyValueStore<byte[], Instant> activityIds;
    private final KeyValueStore<byte[], SortedMap<String, String>> timelines;
    private final KeyValueStore<byte[], Boolean> waiting;
    private final KeyValueStore<byte[], Instant> erased;
    private final ErasureKey erasureKey;
    private @Nullable String atHandId;
    private @Nullable LearnerState atHand;

    private LearnerStores(
            KeyValueStore<String, LearnerState> learners,
            KeyValueStore<byte[], CompletionState> completions,
            KeyValueStore<byte[], Instant> activityIds,
            KeyValueStore<byte[], SortedMap<String, String>> timelines,
            KeyValueStore<byte[], Boolean> waiting,
            KeyValueStore<byte[], Instant> erased,
            ErasureKey erasureKey) {
        this.erased = erased;
        this.erasureKey = erasureKey;
        this.learners = learners;
        this.completions = completions;
        this.activityIds = activityIds;
        this.timelines = timelines;
        this.waiting = waiting;
    }

    public static LearnerStores of(ProcessingContext context, ErasureKey erasureKey) {
        return new LearnerStores(
                context.getStateStore(Names.LEARNERS),
                context.getStateStore(Names.COMPLETIONS),
                context.getStateStore(Names.ACTIVITY_IDS),
                context.getStateStore(Names.TIMELINES),
                context.getStateStore(Names.WAITING),
                context.getStateStore(Names.ERASED),
                erasureKey);
    }

    /** To be called before a record is looked at: another processor of the task may have written since. */
    public LearnerStores fresh() {
        atHandId = null;
        atHand = null;
        return this;
    }

    @Override
    public LearnerState learner(String learnerId) {
        if (atHand == null || !learnerId.equals(atHandId)) {
            LearnerState stored = learners.get(learnerId);
            atHand = stored == null ? LearnerState.INITIAL : stored;
            atHandId = learnerId;
        }
        return atHand;
    }

    @Override
    public void keep(String learnerId, LearnerState state) {
        learners.put(learnerId, state);
        atHandId = learnerId;
        atHand = state;
    }

    /** At most so many learners in the order of their ids, from {@code first} on. */
    public List<KeyValue<String, LearnerState>> learnersFrom(String first, int most) {
        List<KeyValue<String, LearnerState>> found = new ArrayList<>();
        try (KeyValueIterator<String, LearnerState> entries = learners.range(first, null)) {
            while (found.size() < most && entries.hasNext()) {
                readable(entries).ifPresent(found::add);
            }
        }
        return found;
    }

    /**
     * Whether what is kept of the learner can be decoded. A tick passes over what cannot, before it writes anything: the
     * learner's next record is put aside and says so.
     */
    public boolean isReadable(String learnerId) {
        try {
            completions(learnerId);
            return hasReadableProfile(learnerId);
        } catch (MalformedStateException damaged) {
            return false;
        }
    }

    /** {@link #isReadable} of the learner without the completions. */
    public boolean hasReadableProfile(String learnerId) {
        try {
            learner(learnerId);
            return true;
        } catch (MalformedStateException damaged) {
            return false;
        }
    }

    /** Damaged state is passed over here: the learner's next record is put aside and says so, a walk cannot. */
    private static Optional<KeyValue<String, LearnerState>> readable(KeyValueIterator<String, LearnerState> entries) {
        try {
            return Optional.of(entries.next());
        } catch (MalformedStateException damaged) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<CompletionState> completion(String learnerId, String completionId) {
        return Optional.ofNullable(completions.get(Keys.of(learnerId, completionId)));
    }

    @Override
    public List<CompletionState> completions(String learnerId) {
        return scan(completions, Keys.prefix(learnerId), entry -> entry.value);
    }

    @Override
    public void keep(String learnerId, CompletionState state) {
        completions.put(Keys.of(learnerId, state.winner().completionId()), state);
    }

    @Override
    public boolean knowsActivity(String learnerId, String eventId) {
        return activityIds.get(Keys.of(learnerId, eventId)) != null;
    }

    @Override
    public void rememberActivity(String learnerId, String eventId, Instant occurredAt) {
        activityIds.put(Keys.of(learnerId, eventId), occurredAt);
    }

    @Override
    public void forgetActivitiesBefore(String learnerId, Instant time) {
        scan(activityIds, Keys.prefix(learnerId), entry -> entry.value.isBefore(time) ? entry.key : null)
                .forEach(activityIds::delete);
    }

    @Override
    public void await(String learnerId, String completionId, Instant until) {
        waiting.put(Keys.ofWaiting(until, learnerId, completionId), Boolean.TRUE);
    }

    @Override
    public void stopAwaiting(String learnerId, String completionId, Instant until) {
        waiting.delete(Keys.ofWaiting(until, learnerId, completionId));
    }

    @Override
    public void add(String learnerId, TimelineEntry entry) {
        timelines.put(Keys.ofEntry(learnerId, entry.at(), entry.kind(), entry.id()), entry.details());
    }

    @Override
    public boolean removeEntry(String learnerId, Instant at, TimelineEntry.Kind kind, String id) {
        return timelines.delete(Keys.ofEntry(learnerId, at, kind, id)) != null;
    }

    @Override
    public void removeOldestEntry(String learnerId) {
        byte[] oldest = null;
        try (KeyValueIterator<byte[], SortedMap<String, String>> entries =
                timelines.prefixScan(Keys.prefix(learnerId), BYTES)) {
            if (entries.hasNext()) {
                oldest = entries.next().key;
            }
        }
        if (oldest != null) {
            timelines.delete(oldest);
        }
    }

    @Override
    public Optional<Instant> erasedThrough(String learnerId) {
        // Hashing an id costs more than a look into memory: only where anybody was ever erased.
        return erased.get(ANYBODY) == null
                ? Optional.empty()
                : Optional.ofNullable(erased.get(erasureKey.hash(learnerId)));
    }

    @Override
    public void erase(String learnerId, Instant through) {
        byte[] prefix = Keys.prefix(learnerId);
        scan(completions, prefix, entry -> entry.key).forEach(completions::delete);
        scan(activityIds, prefix, entry -> entry.key).forEach(activityIds::delete);
        scan(timelines, prefix, entry -> entry.key).forEach(timelines::delete);
        learners.delete(learnerId);
        erased.put(erasureKey.hash(learnerId), through);
        erased.put(ANYBODY, Instant.EPOCH);
        fresh();
    }

    @Override
    public void forgetErasure(String learnerId) {
        erased.delete(erasureKey.hash(learnerId));
    }

    /** A completion that waits, and until when in event time. */
    public record Waiting(String learnerId, String completionId, Instant until) {}

    /** What waits until {@code from} (inclusive) or later, and until {@code to} (inclusive) or earlier. */
    public List<Waiting> waitingBetween(Instant from, Instant to) {
        List<Waiting> found = new ArrayList<>();
        try (KeyValueIterator<byte[], Boolean> entries = waiting.range(Keys.waitingFrom(from), null)) {
            while (entries.hasNext()) {
                Keys.Waiting next = Keys.waiting(entries.next().key);
                if (next.until().isAfter(to)) {
                    break;
                }
                found.add(new Waiting(next.learnerId(), next.completionId(), next.until()));
            }
        }
        return found;
    }

    private static <V, R> List<R> scan(
            KeyValueStore<byte[], V> store, byte[] prefix, Function<KeyValue<byte[], V>, @Nullable R> map) {
        List<R> found = new ArrayList<>();
        try (KeyValueIterator<byte[], V> entries = store.prefixScan(prefix, BYTES)) {
            while (entries.hasNext()) {
                R value = map.apply(entries.next());
                if (value != null) {
                    found.add(value);
                }
            }
        }
        return found;
    }
}
