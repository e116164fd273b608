package io.cohortroi.topology;

import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.topology.state.LearnerStores;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** Takes the learners of a task in turn, some with every step, so that no step stops the task. */
final class LearnerWalk {
    private final LearnerStores books;
    private final int learnersAStep;
    private @Nullable String next;

    LearnerWalk(LearnerStores books, int learnersAStep) {
        this.books = books;
        this.learnersAStep = learnersAStep;
    }

    boolean isUnderWay() {
        return next != null;
    }

    /** From the first learner, also in the middle of a walk. */
    void begin() {
        next = "";
    }

    void beginUnlessUnderWay() {
        if (next == null) {
            begin();
        }
    }

    /** Nothing happens where no walk is under way. */
    void step(Consumer<KeyValue<String, LearnerState>> look) {
        if (next == null) {
            return;
        }
        List<KeyValue<String, LearnerState>> some = books.fresh().learnersFrom(next, learnersAStep + 1);
        next = some.size() > learnersAStep ? some.get(learnersAStep).key : null;
        some.subList(0, Math.min(some.size(), learnersAStep)).forEach(look);
    }
}
