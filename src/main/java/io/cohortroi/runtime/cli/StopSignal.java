package io.cohortroi.runtime.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and {@code kill} as something a command can wait for. The JVM ends when its shutdown hooks return, so the one
 * hook waits until the command has stopped everything in order.
 */
final class StopSignal {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(45);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private StopSignal() {}

    static StopSignal install() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::ask, "stop-signal"));
        return signal;
    }

    private void ask() {
        asked.countDown();
        try {
            boolean stopped = done.await(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            if (!stopped) {
                System.err.println("cohort-roi: did not stop within " + LONGEST_STOP.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the stop was asked for, waiting for it that long at most. */
    boolean await(Duration limit) throws InterruptedException {
        return asked.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Everything is stopped; the JVM may end. */
    void stopped() {
        done.countDown();
    }
}
