package io.cohortroi.runtime.bench;

import io.cohortroi.connect.JsonlSinkTask;
import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.connect.verify.FolderReport;
import io.cohortroi.connect.verify.FolderVerifier;
import io.cohortroi.connect.verify.PartitionFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How long a record takes from its intended arrival to being on disk, and how many bytes a second the sink makes durable
 * beside a plain append with the same number of flushes. The task is driven as a Connect worker drives it: all records
 * that are due go into one put. Every arm's files are verified; without that there is no number.
 */
public final class SinkBench {
    private static final String TOPIC = "bench";
    private static final long RECORD_TIME_MS = 1_767_225_600_000L;

    private final Path directory;
    private final SinkBenchSettings settings;
    private final byte[] line;

    public SinkBench(Path directory, SinkBenchSettings settings) {
        this.directory = directory;
        this.settings = settings;
        String start = "{\"timestamp\":\"2026-01-31T12:00:00Z\",\"learner_id\":\"L001\",\"text\":\"";
        int padding = Math.max(0, settings.lineBytes() - start.length() - 3);
        this.line = (start + "x".repeat(padding) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    public SinkBenchResult run() throws IOException {
        Histogram sender = new Histogram(3);
        latency(Math.min(2, settings.seconds()), new Histogram(3), new Histogram(3));
        Histogram latency = new Histogram(3);
        latency(settings.seconds(), latency, sender);
        List<Double> sink = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        sinkBytesPerSecond();
        plainBytesPerSecond();
        for (int i = 0; i < settings.repetitions(); i++) {
            // A-B-B-A: what drifts during the run hits both arms alike
            if (i % 2 == 0) {
                sink.add(sinkBytesPerSecond());
                plain.add(plainBytesPerSecond());
            } else {
                plain.add(plainBytesPerSecond());
                sink.add(sinkBytesPerSecond());
            }
        }
        return new SinkBenchResult(latency, sender, sink, plain);
    }

    private void latency(int seconds, Histogram latency, Histogram sender) throws IOException {
        Path run = Files.createTempDirectory(directory, "latency");
        try (BenchTask task = new BenchTask(run, settings.partitions())) {
            long records = (long) settings.recordsPerSecond() * seconds;
            long intervalNs = TimeUnit.SECONDS.toNanos(1) / settings.recordsPerSecond();
            long startNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
            long next = 0;
            while (next < records) {
                long dueNs = startNs + next * intervalNs;
                while (System.nanoTime() < dueNs) {
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
                long nowNs = System.nanoTime();
                long first = next;
                List<SinkRecord> batch = new ArrayList<>();
                while (next < records && startNs + next * intervalNs <= nowNs && batch.size() < settings.batch()) {
                    batch.add(task.record((int) (next % settings.partitions()), line));
                    next++;
                }
                sender.recordValue((nowNs - dueNs) / 1_000);
                task.put(batch);
                long doneNs = System.nanoTime();
                for (long n = first; n < next; n++) {
                    latency.recordValue((doneNs - startNs - n * intervalNs) / 1_000);
                }
            }
            task.close();
            check(run, records);
        }
        delete(run);
    }

    private double sinkBytesPerSecond() throws IOException {
        Path run = Files.createTempDirectory(directory, "sink");
        double bytesPerSecond;
        try (BenchTask task = new BenchTask(run, 1)) {
            List<List<SinkRecord>> batches = new ArrayList<>();
            for (int i = 0; i < settings.puts(); i++) {
                List<SinkRecord> batch = new ArrayList<>();
                for (int n = 0; n < settings.batch(); n++) {
                    batch.add(task.record(0, line));
                }
                batches.add(batch);
            }
            long startNs = System.nanoTime();
            batches.forEach(task::put);
            bytesPerSecond = perSecond(System.nanoTime() - startNs);
            task.close();
            check(run, (long) settings.puts() * settings.batch());
        }
        delete(run);
        return bytesPerSecond;
    }

    private double plainBytesPerSecond() throws IOException {
        Path file = Files.createTempFile(directory, "plain", ".bin");
        byte[] chunk = new byte[(line.length + 1) * settings.batch()];
        double bytesPerSecond;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long startNs = System.nanoTime();
            for (int i = 0; i < settings.puts(); i++) {
                ByteBuffer buffer = ByteBuffer.wrap(chunk);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(false);
            }
            bytesPerSecond = perSecond(System.nanoTime() - startNs);
        }
        Files.delete(file);
        return bytesPerSecond;
    }

    private double perSecond(long elapsedNs) {
        return (double) (line.length + 1) * settings.batch() * settings.puts() / elapsedNs * 1e9;
    }

    private static void check(Path run, long records) throws IOException {
        FolderReport report = new FolderVerifier(new LocalStorage()).verify(run);
        long lines =
                report.partitions().stream().mapToLong(PartitionFiles::lines).sum();
        if (!report.isSound() || lines != records) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "no number without exact files: %d lines of %d, findings %s",
                    lines,
                    records,
                    report.findings()));
        }
    }

    private static void delete(Path run) throws IOException {
        try (var tree = Files.walk(run)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The connector's task with its default configuration, and the offsets of the records it is given. */
    private static final class BenchTask implements AutoCloseable {
        private final JsonlSinkTask task = new JsonlSinkTask();
        private final long[] offsets;
        private boolean open = true;

        BenchTask(Path run, int partitions) {
            offsets = new long[partitions];
            List<TopicPartition> assignment = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                assignment.add(new TopicPartition(TOPIC, partition));
            }
            task.initialize(new BenchContext(assignment));
            task.start(Map.of("directory", run.toString()));
            task.open(assignment);
        }

        SinkRecord record(int partition, byte[] value) {
            return new SinkRecord(
                    TOPIC,
                    partition,
                    null,
                    "L001",
                    null,
                    value,
                    offsets[partition]++,
                    RECORD_TIME_MS,
                    TimestampType.LOG_APPEND_TIME);
        }

        void put(List<SinkRecord> records) {
            task.put(records);
        }

        @Override
        public void close() {
            if (open) {
                open = false;
                task.stop();
            }
        }
    }
}
