package io.cohortroi.domain.stage;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.TimelineEntry;
import io.cohortroi.domain.roi.CompletionState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The state of the stage by learner, as a port: stores in the stream, maps in a test. */
public interface LearnerBooks {
    /** {@link LearnerState#INITIAL} for a learner never seen. */
    LearnerState learner(String learnerId);

    void keep(String learnerId, LearnerState state);

    Optional<CompletionState> completion(String learnerId, String completionId);

    /** All completions of the learner, by completion id. */
    List<CompletionState> completions(String learnerId);

    void keep(String learnerId, CompletionState state);

    boolean knowsActivity(String learnerId, String eventId);

    void rememberActivity(String learnerId, String eventId, Instant occurredAt);

    void forgetActivitiesBefore(String learnerId, Instant time);

    /** Puts a completion on the list of those that wait, to be looked at again from {@code until} on. */
    void await(String learnerId, String completionId, Instant until);

    void stopAwaiting(String learnerId, String completionId, Instant until);

    void add(String learnerId, TimelineEntry entry);

    /** Whether that entry was there. */
    boolean removeEntry(String learnerId, Instant at, TimelineEntry.Kind kind, String id);

    void removeOldestEntry(String learnerId);

    /** Up to which {@code updated_at} the learner was erased; empty for a learner who was not. */
    Optional<Instant> erasedThrough(String learnerId);

    /** Forgets everything of the learner but a keyed hash of the id, and up to when it was erased. */
    void erase(String learnerId, Instant through);

    /** The learner came back with a newer profile. */
    void forgetErasure(String learnerId);
}
