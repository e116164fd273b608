package io.cohortroi.runtime.importer;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a source to Kafka in its order. Ids are stable, so whatever is published a second time is dropped by the
 * stream as a duplicate. Where a progress folder is given, an import that was interrupted, by a signal, a crash or a
 * broker that went away, goes on at its last checkpoint (every {@value #CHECKPOINT_EVENTS} events, all of them
 * acknowledged) when it is started again with the same files for the same topics. Original times are in the values;
 * record timestamps are the broker's.
 */
public final class Importer {
    static final int CHECKPOINT_EVENTS = 20_000;

    private final Map<String, Object> client;
    private final String prefix;
    private final @Nullable Path progressFolder;

    /**
     * @param client bootstrap servers, and what security needs
     * @param prefix leads every topic; may be empty
     * @param progressFolder where an interrupted import leaves its checkpoint, created when needed; null to begin anew
     *     every time
     */
    public Importer(Map<String, ?> client, String prefix, @Nullable Path progressFolder) {
        this.client = Map.copyOf(client);
        this.prefix = prefix;
        this.progressFolder = progressFolder;
    }

    /**
     * Reads the source, then publishes all of it. Returns when every event is acknowledged.
     *
     * @throws ImportException where nothing is left to publish, no broker answers, a topic is missing, the broker stops
     *     taking events, or this thread is interrupted
     */
    public ImportReport run(Source source, ImportTally tally, ProgressListener progress) throws ImportException {
        try (EventSequence events = source.prepare(tally, progress)) {
            String target = ImportTarget.require(
                    client, prefix, tally.report(source.name(), 0, 0).mapped().keySet());
            Checkpoint checkpoint = Checkpoint.of(progressFolder, source.name() + events.fingerprint() + target);
            long resumedAt = Math.min(checkpoint.read(), events.size());
            publish(events, resumedAt, checkpoint, progress);
            checkpoint.delete();
            return tally.report(source.name(), events.size() - resumedAt, resumedAt);
        }
    }

    private void publish(EventSequence events, long resumedAt, Checkpoint checkpoint, ProgressListener progress)
            throws ImportException {
        long total = events.size();
        long sent = resumedAt;
        boolean interrupted = false;
        try (EventProducer producer = new EventProducer(client, prefix)) {
            Iterator<ImportedEvent> remaining = after(events.iterator(), resumedAt);
            while (remaining.hasNext() && !interrupted) {
                producer.send(remaining.next());
                sent++;
                if (sent % CHECKPOINT_EVENTS == 0) {
                    producer.flush();
                    checkpoint.write(sent);
                }
                progress.progress("publishing events", sent, total);
                interrupted = Thread.interrupted();
            }
            producer.flush();
            if (interrupted) {
                checkpoint.write(sent);
            }
        } catch (InterruptException e) {
            interrupted = true;
        } catch (KafkaException e) {
            throw new ImportException(
                    "the broker stopped taking events near " + sent + " of " + total + ": " + e.getMessage()
                            + checkpoint.advice(),
                    e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new ImportException("interrupted near " + sent + " of " + total + " events" + checkpoint.advice());
        }
    }

    private static Iterator<ImportedEvent> after(Iterator<ImportedEvent> events, long skipped) {
        for (long i = 0; i < skipped; i++) {
            events.next();
        }
        return events;
    }
}
