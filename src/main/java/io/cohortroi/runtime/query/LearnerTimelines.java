package io.cohortroi.runtime.query;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;

/** The history of one learner, which only the owner of the learner's state keeps. */
public interface LearnerTimelines {

    /**
     * One thing that happened.
     *
     * @param kind {@code profile}, {@code activity} or {@code completion}
     * @param id of the event or completion; empty for a profile
     */
    record Line(Instant at, String kind, String id, SortedMap<String, String> details) {}

    /** The state cannot be asked now; says why in words for the asker. */
    final class UnavailableException extends RuntimeException {
        public UnavailableException(String reason) {
            super(reason);
        }
    }

    /**
     * The newest first, at most 500; empty when nothing is kept of the learner.
     *
     * @throws UnavailableException while the state is restored or moves between instances
     */
    List<Line> timeline(String learnerId);
}
