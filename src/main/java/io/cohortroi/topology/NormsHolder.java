package io.cohortroi.topology;

import io.cohortroi.domain.learner.Norms;
import io.cohortroi.domain.learner.NormsVersions;
import java.util.function.UnaryOperator;

/** The norms of this instance: written by the global processor, read by every task. */
final class NormsHolder {
    private volatile NormsVersions current;

    NormsHolder(Norms first) {
        this.current = NormsVersions.pinned(first);
    }

    NormsVersions get() {
        return current;
    }

    /** Called by the one global thread only. */
    synchronized void change(UnaryOperator<NormsVersions> change) {
        current = change.apply(current);
    }
}
