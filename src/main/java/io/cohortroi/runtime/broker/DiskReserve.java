package io.cohortroi.runtime.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process before the disk of the embedded broker is full. A broker that cannot write any more may leave
 * transactions behind that nobody ever ends, and readers of committed records wait before them for ever; a process that
 * ends while everything is written goes on, when it is started again, where it was.
 */
final class DiskReserve implements AutoCloseable {
    static final long LEAST_BYTES = 32L * 1024 * 1024;
    private static final long LOOK_EVERY_MS = 100;
    private static final Logger log = LoggerFactory.getLogger(DiskReserve.class);

    private final CountDownLatch closed = new CountDownLatch(1);

    private DiskReserve() {}

    /** @throws BrokerStartException where there is not even room to begin */
    static DiskReserve watch(Path folder) {
        long left = usableBytes(folder);
        if (left < 2 * LEAST_BYTES) {
            throw new BrokerStartException("The disk of " + folder + " has " + (left >> 20)
                    + " MB left, and the broker needs at least " + (2 * (LEAST_BYTES >> 20)) + " MB. Make room.");
        }
        DiskReserve reserve = new DiskReserve();
        Thread thread = new Thread(() -> reserve.run(folder), "embedded-broker-disk");
        thread.setDaemon(true);
        thread.start();
        return reserve;
    }

    private void run(Path folder) {
        try {
            while (!closed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
                long left = usableBytes(folder);
                if (left < LEAST_BYTES) {
                    log.error(
                            "The disk of {} has {} MB left: the process ends before the broker cannot write. Make room and"
                                    + " start it again.",
                            folder,
                            left >> 20);
                    Runtime.getRuntime().halt(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it cannot be told, there is enough. */
    private static long usableBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
