package io.cohortroi.runtime.alerting;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt: twice as long each time up to a limit, each wait drawn from its upper half,
 * so that many receivers that failed together do not come back together.
 *
 * <p>A worked number: first 1 s, most 60 s: waits of 0.5 to 1 s, 1 to 2 s, 2 to 4 s, ... 30 to 60 s.
 */
public final class Backoff {
    private final Duration first;
    private final Duration most;
    private final SplittableRandom random;
    private int failures;

    public Backoff(Duration first, Duration most, long seed) {
        if (first.isZero() || first.isNegative() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff needs 0 < first <= most, found " + first + " and " + most);
        }
        this.first = first;
        this.most = most;
        this.random = new SplittableRandom(seed);
    }

    public Duration next() {
        long full = Math.min(most.toMillis(), first.toMillis() << Math.min(failures, 20));
        failures++;
        return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
    }

    public void succeeded() {
        failures = 0;
    }
}
