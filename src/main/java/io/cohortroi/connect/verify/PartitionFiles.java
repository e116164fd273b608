package io.cohortroi.connect.verify;

import java.util.List;

/** The readable files of one topic-partition in the order of their offsets. */
public record PartitionFiles(String topic, int partition, List<SinkFile> files) {
    /** The first offset that no file covers. */
    public long nextOffset() {
        return files.isEmpty() ? 0 : files.get(files.size() - 1).nextOffset();
    }

    public long lines() {
        return files.stream().mapToLong(SinkFile::lines).sum();
    }

    public long erasedLines() {
        return files.stream().mapToLong(SinkFile::erasedLines).sum();
    }
}
