package io.cohortroi.runtime.alerting;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Delivers alerts to all receivers, each on a thread of its own: a receiver that hangs does not hold the others up. Close
 * it before the broker stops. Several instances of the program share the work: of each receiver's group one is active.
 */
public final class WebhookForwarder implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final List<ReceiverWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param clientProperties bootstrap servers and security settings of the cluster
     * @param prefix leads topics and groups; may be empty
     * @param externalUrl where people reach this program, without a slash at its end
     * @param runbookUrl stands before the path of a runbook page, without a slash at its end; may be empty
     */
    public record Options(
            Map<String, Object> clientProperties,
            String prefix,
            String externalUrl,
            String runbookUrl,
            Duration firstBackoff,
            Duration mostBackoff) {
        public Options {
            clientProperties = Map.copyOf(clientProperties);
        }

        /** Retries after 1 s, doubling to 60 s. */
        public static Options of(
                Map<String, Object> clientProperties, String prefix, String externalUrl, String runbookUrl) {
            return new Options(
                    clientProperties, prefix, externalUrl, runbookUrl, Duration.ofSeconds(1), Duration.ofSeconds(60));
        }

        String group(Receiver receiver) {
            return prefix + "alert-forwarder-" + receiver.name();
        }
    }

    /**
     * How a receiver fares since the start.
     *
     * @param delivered messages it took
     * @param failed attempts it did not take
     * @param failing whether the last attempt failed
     * @param lastFailure in words without address or token; empty if none ever failed
     */
    public record Status(String receiver, long delivered, long failed, boolean failing, String lastFailure) {
        Status afterDelivery() {
            return new Status(receiver, delivered + 1, failed, false, lastFailure);
        }

        Status afterFailure(String reason) {
            return new Status(receiver, delivered, failed + 1, true, reason);
        }
    }

    /** @param seed of the waits between attempts */
    public WebhookForwarder(Options options, List<Receiver> receivers, Clock clock, long seed) {
        for (Receiver receiver : receivers) {
            ReceiverWorker worker = new ReceiverWorker(receiver, options, clock, seed + workers.size());
            workers.add(worker);
            Thread thread = new Thread(worker, "alert-forwarder-" + receiver.name());
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    public List<Status> status() {
        return workers.stream().map(ReceiverWorker::status).toList();
    }

    @Override
    public void close() {
        workers.forEach(ReceiverWorker::stop);
        for (Thread thread : threads) {
            try {
                thread.join(STOP_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
