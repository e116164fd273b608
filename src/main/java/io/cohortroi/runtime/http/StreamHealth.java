package io.cohortroi.runtime.http;

import java.time.Instant;
import java.util.Optional;

/**
 * How the stream processing behind the views does.
 *
 * @param alive false only when it has failed for good and the process should be restarted
 * @param ready its tasks are assigned, restored and near the end of their input
 * @param state one word for people: {@code RUNNING}, {@code RESTORING}, {@code REBALANCING}
 * @param notReadySince when it stopped being ready; present exactly while it is not
 */
public record StreamHealth(boolean alive, boolean ready, String state, Optional<Instant> notReadySince) {
    public static StreamHealth running() {
        return new StreamHealth(true, true, "RUNNING", Optional.empty());
    }
}
