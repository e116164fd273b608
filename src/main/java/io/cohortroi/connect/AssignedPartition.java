package io.cohortroi.connect;

import io.cohortroi.connect.file.DamagedFileException;
import io.cohortroi.connect.file.FencedException;
import io.cohortroi.connect.file.PartitionWriter;
import io.cohortroi.connect.file.SinkFiles;
import io.cohortroi.connect.file.Storage;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of a task: either it is being written, or it is parked (paused, and tried again with growing pauses)
 * because another task still holds it or its disk refuses. After every opening the consumer is sent to where the files
 * end.
 */
final class AssignedPartition {
    private static final Logger LOG = LoggerFactory.getLogger(AssignedPartition.class);
    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;

    /** Something done to the files of an open partition. */
    @FunctionalInterface
    interface Write {
        void to(PartitionWriter writer) throws IOException;
    }

    private final TopicPartition partition;
    private final Storage storage;
    private final SinkFiles files;
    private final long retryTimeoutMs;
    private final SinkTaskContext context;
    private final LongSupplier clockMs;

    private @Nullable PartitionWriter writer;
    private long durableOffset = -1;
    private boolean rewinding;
    private boolean healthy = true;
    private boolean waitingForLock;
    private long parkedAtMs;
    private long nextTryMs;
    private long pauseMs = FIRST_PAUSE_MS;

    AssignedPartition(
            TopicPartition partition,
            Storage storage,
            SinkFiles files,
            long retryTimeoutMs,
            SinkTaskContext context,
            LongSupplier clockMs) {
        this.partition = partition;
        this.storage = storage;
        this.files = files;
        this.retryTimeoutMs = retryTimeoutMs;
        this.context = context;
        this.clockMs = clockMs;
    }

    void open() {
        PartitionWriter opened;
        try {
            opened = PartitionWriter.tryOpen(storage, files, partition.topic(), partition.partition());
        } catch (IOException e) {
            park(e);
            return;
        }
        if (opened == null) {
            park(new IOException(
                    "another task or process still holds the lock of " + partition + " in " + files.directory()));
            return;
        }
        writer = opened;
        if (waitingForLock) {
            waitingForLock = false;
            healthy = true;
            LOG.info("{} was given up by its other owner", partition);
        }
        durableOffset = opened.durableOffset();
        rewinding = true;
        context.offset(partition, opened.nextOffset());
    }

    /** Tries a parked partition again when its pause is over. */
    void retry() {
        if (writer != null) {
            return;
        }
        if (clockMs.getAsLong() >= nextTryMs) {
            open();
        }
        if (writer != null) {
            context.resume(partition);
        } else {
            context.timeout(pauseMs);
        }
    }

    /**
     * Whether the record is new. Records from before the rewind are passed over once; later ones mean that the topic
     * is shorter than the files, so it was created anew or has lost its end.
     */
    boolean accepts(long offset) {
        PartitionWriter current = writer;
        if (current == null) {
            return false;
        }
        if (offset >= current.nextOffset()) {
            return true;
        }
        if (rewinding) {
            return false;
        }
        throw new ConnectException(partition + " sent offset " + offset + " again, but its files in "
                + files.directory() + " go up to " + current.nextOffset()
                + ": the topic was created anew or lost its end; move the files of this topic away to begin anew");
    }

    void write(Write write) {
        PartitionWriter current = writer;
        if (current == null) {
            return;
        }
        try {
            write.to(current);
        } catch (IOException e) {
            park(e);
        }
    }

    /** Ends a put: everything it brought is on disk, or the partition is parked and will be read again. */
    void flush() {
        rewinding = false;
        write(PartitionWriter::flush);
        PartitionWriter current = writer;
        if (current == null) {
            context.timeout(pauseMs);
            return;
        }
        if (current.durableOffset() > durableOffset && !healthy) {
            healthy = true;
            pauseMs = FIRST_PAUSE_MS;
            LOG.info("{} is written again, from offset {} on", partition, durableOffset);
        }
        durableOffset = current.durableOffset();
    }

    /** The offset before which everything is on disk; -1 while that is not known. */
    long durableOffset() {
        return durableOffset;
    }

    void close() {
        PartitionWriter current = writer;
        writer = null;
        if (current == null) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            LOG.warn("{} could not be closed; its next owner goes on at what is on disk", partition, e);
        }
    }

    private void park(IOException cause) {
        if (writer != null) {
            writer.abandon();
            writer = null;
        }
        if (cause instanceof DamagedFileException || cause instanceof FencedException) {
            throw new ConnectException("stopped: " + cause.getMessage(), cause);
        }
        long nowMs = clockMs.getAsLong();
        if (healthy) {
            healthy = false;
            parkedAtMs = nowMs;
            LOG.error("{} cannot be written and is paused: {}", partition, cause.getMessage(), cause);
        } else if (nowMs - parkedAtMs >= retryTimeoutMs) {
            throw new ConnectException(
                    "stopped: " + partition + " could not be written for " + (nowMs - parkedAtMs) + " ms: "
                            + cause.getMessage(),
                    cause);
        }
        nextTryMs = nowMs + pauseMs;
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
        context.pause(partition);
    }
}
