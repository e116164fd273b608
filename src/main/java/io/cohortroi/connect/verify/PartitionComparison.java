package io.cohortroi.connect.verify;

import io.cohortroi.connect.file.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Walks the lines a topic expects beside the files of one partition, one file in memory at a time. */
final class PartitionComparison {
    private final PartitionFiles written;
    private final Storage storage;
    private final List<Finding> findings = new ArrayList<>();
    private final List<byte[]> expected = new ArrayList<>();
    private final List<Map<String, Long>> unexplained = new ArrayList<>();
    private final List<SinkFile> unexplainedIn = new ArrayList<>();
    private int file;
    private long compared;
    private long notWritten;

    PartitionComparison(PartitionFiles written, Storage storage) {
        this.written = written;
        this.storage = storage;
    }

    List<Finding> findings() {
        return findings;
    }

    long compared() {
        return compared;
    }

    long notWritten() {
        return notWritten;
    }

    /** Says that the record at this offset has to be this line; called in the order of offsets. */
    void expect(long offset, byte[] line) {
        while (file < written.files().size()
                && offset >= written.files().get(file).nextOffset()) {
            settle();
        }
        if (file == written.files().size()) {
            notWritten++;
            return;
        }
        compared++;
        if (offset < written.files().get(file).firstOffset()) {
            findings.add(new Finding(
                    Defect.MISSING,
                    1,
                    written.topic() + "-" + written.partition(),
                    "offset " + offset + " lies before the file of offset "
                            + written.files().get(file).firstOffset()));
            return;
        }
        expected.add(line);
    }

    /** Ends the comparison; where lines come from is asked only when some line is not expected in its file. */
    void finish(Supplier<LineOrigins> origins) {
        while (file < written.files().size()) {
            settle();
        }
        if (unexplained.isEmpty()) {
            return;
        }
        LineOrigins known = origins.get();
        for (int i = 0; i < unexplained.size(); i++) {
            long duplicate = 0;
            long aborted = 0;
            long extra = 0;
            for (Map.Entry<String, Long> line : unexplained.get(i).entrySet()) {
                if (known.committed().contains(line.getKey())) {
                    duplicate += line.getValue();
                } else if (known.aborted().contains(line.getKey())) {
                    aborted += line.getValue();
                } else {
                    extra += line.getValue();
                }
            }
            SinkFile in = unexplainedIn.get(i);
            add(Defect.DUPLICATE, duplicate, in, "lines of records that belong into another file");
            add(Defect.ABORTED, aborted, in, "lines of transactions that were not committed");
            add(Defect.EXTRA, extra, in, "lines that no record of the topic explains, or that were erased");
        }
    }

    /** A line as a key of sets: one char a byte. */
    static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1);
    }

    private void settle() {
        SinkFile current = written.files().get(file++);
        List<byte[]> lines;
        try {
            lines = current.read(storage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!isEqual(lines)) {
            classify(current, lines);
        }
        expected.clear();
    }

    private boolean isEqual(List<byte[]> lines) {
        if (lines.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!Arrays.equals(lines.get(i), expected.get(i))) {
                return false;
            }
        }
        return true;
    }

    private void classify(SinkFile current, List<byte[]> lines) {
        Map<String, Long> wanted = new HashMap<>();
        expected.forEach(line -> wanted.merge(text(line), 1L, Long::sum));
        Map<String, Long> found = new HashMap<>();
        lines.forEach(line -> found.merge(text(line), 1L, Long::sum));
        long missing = 0;
        for (Map.Entry<String, Long> line : wanted.entrySet()) {
            missing += Math.max(0, line.getValue() - found.getOrDefault(line.getKey(), 0L));
        }
        long duplicate = 0;
        Map<String, Long> surplus = new HashMap<>();
        for (Map.Entry<String, Long> line : found.entrySet()) {
            long asked = wanted.getOrDefault(line.getKey(), 0L);
            if (asked == 0) {
                surplus.put(line.getKey(), line.getValue());
            } else {
                duplicate += Math.max(0, line.getValue() - asked);
            }
        }
        add(Defect.MISSING, missing, current, "records of the topic that are no line");
        add(Defect.DUPLICATE, duplicate, current, "lines that are there more often than their record");
        if (!surplus.isEmpty()) {
            unexplained.add(surplus);
            unexplainedIn.add(current);
        } else if (missing == 0 && duplicate == 0) {
            add(Defect.OUT_OF_ORDER, 1, current, "the lines of the topic in another order");
        }
    }

    private void add(Defect defect, long count, SinkFile in, String detail) {
        if (count > 0) {
            findings.add(new Finding(defect, count, in.path().toString(), detail));
        }
    }
}
