package io.cohortroi.runtime.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The disk of the state folder. Where it is full, no thread can process; replacing threads at once would only use up their
 * budget. A thread that died of it waits here until there is room, and is replaced then.
 */
final class StateDisk {
    /** What a thread needs to begin with: its stores are created, or restored, from nothing. */
    private static final long ROOM_BYTES = 16L * 1024 * 1024;

    private static final long LOOK_EVERY_MS = 1_000;
    private static final Logger log = LoggerFactory.getLogger(StateDisk.class);

    private final Path folder;
    private final AtomicInteger waiting = new AtomicInteger();

    StateDisk(Path folder) {
        this.folder = folder;
    }

    /** Whether that is what a full disk makes of a write, or the disk is full now. */
    boolean isCauseOf(Throwable death) {
        for (Throwable cause = death; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return !hasRoom();
    }

    /** Whether a thread waits for room right now. */
    boolean isFull() {
        return waiting.get() > 0;
    }

    /** Returns when there is room, after the limit, or when the engine closes. */
    void awaitRoom(Duration limit, CountDownLatch closing) {
        log.error("The disk of the state folder {} is full; processing goes on when there is room.", folder);
        waiting.incrementAndGet();
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            boolean closes;
            do {
                closes = closing.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            } while (!closes && !hasRoom() && System.nanoTime() - deadline < 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean hasRoom() {
        try {
            return Files.getFileStore(folder).getUsableSpace() >= ROOM_BYTES;
        } catch (IOException e) {
            // It cannot be told; what is wrong with the folder shows when a thread opens it.
            return true;
        }
    }
}
