package io.cohortroi.topology;

import io.cohortroi.domain.reference.ReferenceData;
import java.util.function.UnaryOperator;

/** The reference data of this instance: written by the global processors, read by every task. */
public final class ReferenceHolder {
    private volatile ReferenceData current = ReferenceData.empty();

    public ReferenceData get() {
        return current;
    }

    /** Called by the one global thread only. */
    synchronized void change(UnaryOperator<ReferenceData> change) {
        current = change.apply(current);
    }
}
