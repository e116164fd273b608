package io.cohortroi.testing;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.stage.LearnerBooks;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The books of one learner in plain maps: what the stage by learner keeps, without a stream. */
public final class InMemoryBooks implements LearnerBooks {
    private final TreeMap<String, CompletionState> completions = new TreeMap<>();
    private final Map<String, Instant> activities = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private final TreeSet<String> timeline = new TreeSet<>();
    private LearnerState learner = LearnerState.INITIAL;
    private Instant erased;

    @Override
    public LearnerState learner(String learnerId) {
        return learner;
    }

    @Override
    public void keep(String learnerId, LearnerState state) {
        learner = state;
    }

    @Override
    public Optional<CompletionState> completion(String learnerId, String completionId) {
        return Optional.ofNullable(completions.get(completionId));
    }

    @Override
    public List<CompletionState> completions(String learnerId) {
        return List.copyOf(completions.values());
    }

    @Override
    public void keep(String learnerId, CompletionState state) {
        completions.put(state.winner().completionId(), state);
    }

    @Override
    public boolean knowsActivity(String learnerId, String eventId) {
        return activities.containsKey(eventId);
    }

    @Override
    public void rememberActivity(String learnerId, String eventId, Instant occurredAt) {
        activities.put(eventId, occurredAt);
    }

    @Override
    public void forgetActivitiesBefore(String learnerId, Instant time) {
        activities.values().removeIf(at -> at.isBefore(time));
    }

    @Override
    public void await(String learnerId, String completionId, Instant until) {
        waiting.add(completionId);
    }

    @Override
    public void stopAwaiting(String learnerId, String completionId, Instant until) {
        waiting.remove(completionId);
    }

    @Override
    public void add(String learnerId, TimelineEntry entry) {
        timeline.add(keyOf(entry.at(), entry.kind(), entry.id()));
    }

    @Override
    public boolean removeEntry(String learnerId, Instant at, TimelineEntry.Kind kind, String id) {
        return timeline.remove(keyOf(at, kind, id));
    }

    @Override
    public void removeOldestEntry(String learnerId) {
        timeline.pollFirst();
    }

    @Override
    public Optional<Instant> erasedThrough(String learnerId) {
        return Optional.ofNullable(erased);
    }

    @Override
    public void erase(String learnerId, Instant through) {
        completions.clear();
        activities.clear();
        timeline.clear();
        learner = LearnerState.INITIAL;
        erased = through;
    }

    @Override
    public void forgetErasure(String learnerId) {
        erased = null;
    }

    /** Ids of completions on the waiting list. */
    public Set<String> waiting() {
        return Set.copyOf(waiting);
    }

    private static String keyOf(Instant at, TimelineEntry.Kind kind, String id) {
        return at + " " + kind + " " + id;
    }
}
