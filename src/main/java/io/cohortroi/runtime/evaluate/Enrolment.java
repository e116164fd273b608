package io.cohortroi.runtime.evaluate;

import io.cohortroi.domain.learner.TraitState;
import java.util.ArrayList;
import java.util.List;

/**
 * One learner in one presentation, with their state at each checkpoint so far. Learners are cut into two halves by
 * their id, so that norms can be learned from one and judged on the other.
 */
final class Enrolment {
    final String learnerId;
    final PresentationReplay replay;
    final List<TraitState> atCheckpoints = new ArrayList<>();
    boolean left;
    boolean closed;

    Enrolment(String learnerId, PresentationReplay replay) {
        this.learnerId = learnerId;
        this.replay = replay;
    }

    int half() {
        return (learnerId.hashCode() * 0x9E3779B9) >>> 31;
    }
}
