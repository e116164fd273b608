package io.cohortroi.runtime.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who guesses the token: 20 wrong ones a minute from one address, then that address is answered 429 until the
 * minute is over, right or wrong. It remembers 1,000 addresses, the ones that failed last.
 */
final class WrongTokens {
    static final int MOST = 20;
    static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int ADDRESSES = 1_000;

    private record Failures(Instant since, int count) {}

    private final Map<String, Failures> failures = new LinkedHashMap<>();
    private final Clock clock;

    WrongTokens(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(String address) {
        Instant now = clock.instant();
        Failures before = failures.remove(address);
        Failures next = before != null && now.isBefore(before.since().plus(MINUTE))
                ? new Failures(before.since(), before.count() + 1)
                : new Failures(now, 1);
        failures.put(address, next);
        if (failures.size() > ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    synchronized boolean areTooMany(String address) {
        Failures known = failures.get(address);
        return known != null
                && known.count() >= MOST
                && clock.instant().isBefore(known.since().plus(MINUTE));
    }
}
