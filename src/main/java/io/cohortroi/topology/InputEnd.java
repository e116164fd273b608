package io.cohortroi.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The end of a bounded input. Once it is reached, what waits for a learner waits no more and rate-limited output leaves
 * at the next tick. Every processor that holds something back says so here, so that the run knows when it is done.
 */
public final class InputEnd {
    private final Map<Object, Boolean> settled = new ConcurrentHashMap<>();
    private volatile boolean reached;
    private volatile boolean concluded;
    private long era;

    /** No more input will come. */
    public void reach() {
        reached = true;
    }

    public boolean isReached() {
        return reached;
    }

    /** Everything that was held back has passed both stages: what looks at the whole may look now. */
    public void conclude() {
        concluded = true;
        settled.replaceAll((processor, state) -> Boolean.FALSE);
    }

    public boolean isConcluded() {
        return concluded;
    }

    /** A processor holds something back, or may do so with its next record. */
    void unsettled(Object processor) {
        settled.put(processor, Boolean.FALSE);
    }

    /** A processor has nothing left, at a tick after the end was reached. */
    void settled(Object processor) {
        settled.put(processor, Boolean.TRUE);
    }

    void closed(Object processor) {
        settled.remove(processor);
    }

    /** Something reaches every task from the side: whoever has looked has to look again. */
    synchronized void disturb(Runnable change) {
        change.run();
        era++;
        settled.replaceAll((processor, state) -> Boolean.FALSE);
    }

    /** To be asked before looking at what {@link #disturb} tells of. */
    synchronized long era() {
        return era;
    }

    /** {@link #settled}, unless something came from the side since. */
    synchronized void settledIn(long lookedIn, Object processor) {
        if (lookedIn == era) {
            settled(processor);
        }
    }

    /** Whether no processor of this instance holds anything back. */
    public boolean isSettled() {
        return reached && settled.values().stream().allMatch(Boolean::booleanValue);
    }
}
