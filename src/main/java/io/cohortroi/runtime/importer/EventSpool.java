package io.cohortroi.runtime.importer;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sorts events by time without holding them in memory: they are written to a temporary file as they come, and read back
 * in the order of their times (milliseconds), equal times in the order they came. Some 50 bytes of memory an event. The
 * file is its owner's only and removed by {@link #close()}.
 */
final class EventSpool implements AutoCloseable {
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;
    private final List<String> topics = new ArrayList<>();
    private long[] times = new long[1024];
    private long[] ends = new long[1024];
    private short[] keyLengths = new short[1024];
    private byte[] topicIndexes = new byte[1024];
    private int size;

    private EventSpool(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file);
        this.out = new BufferedOutputStream(Files.newOutputStream(file), 64 * 1024);
    }

    /** In a new file in {@code folder}. */
    static EventSpool createIn(Path folder) throws ImportException {
        try {
            return new EventSpool(Files.createTempFile(folder, "cohort-roi-import", ".spool"));
        } catch (IOException e) {
            throw new ImportException("cannot write a temporary file in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** For reference data, which comes before all other events, in the order it is added. */
    void addFirst(ImportedEvent event) {
        add(event, BEFORE_ALL);
    }

    /** @throws UncheckedIOException where the disk is full */
    void add(ImportedEvent event) {
        add(event, event.eventTime().toEpochMilli());
    }

    private void add(ImportedEvent event, long time) {
        if (!topics.contains(event.topic())) {
            topics.add(event.topic());
        }
        byte[] key = event.keyBytes();
        byte[] value = event.valueBytes();
        try {
            out.write(key);
            out.write(value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the temporary file " + file + ": " + e.getMessage(), e);
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            keyLengths = Arrays.copyOf(keyLengths, size * 2);
            topicIndexes = Arrays.copyOf(topicIndexes, size * 2);
        }
        times[size] = time;
        ends[size] = begin(size) + key.length + value.length;
        keyLengths[size] = (short) key.length;
        topicIndexes[size] = (byte) topics.indexOf(event.topic());
        size++;
    }

    /** What was added, in order; closing it removes the file. */
    EventSequence sorted(String fingerprint) {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the temporary file " + file + ": " + e.getMessage(), e);
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(index -> times[index]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new EventSequence() {
            @Override
            public long size() {
                return order.length;
            }

            @Override
            public String fingerprint() {
                return fingerprint;
            }

            @Override
            public Iterator<ImportedEvent> iterator() {
                return Arrays.stream(order).mapToObj(EventSpool.this::read).iterator();
            }

            @Override
            public void close() {
                EventSpool.this.close();
            }
        };
    }

    @Override
    public void close() {
        try {
            out.close();
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary file " + file + ": " + e.getMessage(), e);
        }
    }

    private ImportedEvent read(int index) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(ends[index] - begin(index)));
        try {
            while (bytes.hasRemaining() && channel.read(bytes, begin(index) + bytes.position()) > 0) {
                // until all of it is there
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the temporary file " + file + ": " + e.getMessage(), e);
        }
        String key = new String(bytes.array(), 0, keyLengths[index], StandardCharsets.UTF_8);
        String json = new String(
                bytes.array(), keyLengths[index], bytes.capacity() - keyLengths[index], StandardCharsets.UTF_8);
        Instant eventTime = times[index] == BEFORE_ALL ? Instant.EPOCH : Instant.ofEpochMilli(times[index]);
        return new ImportedEvent(topics.get(topicIndexes[index]), key, json, eventTime);
    }

    private long begin(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }
}
