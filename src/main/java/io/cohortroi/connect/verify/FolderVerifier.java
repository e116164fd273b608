package io.cohortroi.connect.verify;

import io.cohortroi.connect.file.ContentDigest;
import io.cohortroi.connect.file.DamagedFileException;
import io.cohortroi.connect.file.FileSet;
import io.cohortroi.connect.file.FileSet.Kind;
import io.cohortroi.connect.file.FileSet.Member;
import io.cohortroi.connect.file.JsonScanner;
import io.cohortroi.connect.file.LineReader;
import io.cohortroi.connect.file.MalformedJsonException;
import io.cohortroi.connect.file.Manifest;
import io.cohortroi.connect.file.OpenState;
import io.cohortroi.connect.file.Storage;
import io.cohortroi.connect.file.StorageFile;
import io.cohortroi.connect.file.StoredInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** Checks every file below a folder against its manifest: hash, length, lines, offsets, order. */
public final class FolderVerifier {
    private static final Comparator<FileSet> BY_PLACE = Comparator.comparing(FileSet::topic)
            .thenComparingInt(FileSet::partition)
            .thenComparingLong(FileSet::firstOffset)
            .thenComparing(FileSet::folder);

    private final Storage storage;
    private final List<Finding> findings = new ArrayList<>();

    public FolderVerifier(Storage storage) {
        this.storage = storage;
    }

    /** Verifies the files of the folder: a sink's, with its topics and dates, or one topic's. */
    public FolderReport verify(Path folder) throws IOException {
        findings.clear();
        Map<FileSet, Set<Kind>> sets = new TreeMap<>(BY_PLACE);
        for (Path file : storage.files(folder)) {
            Member member = FileSet.parse(file);
            if (member != null && !member.temporary()) {
                sets.computeIfAbsent(member.set(), set -> EnumSet.noneOf(Kind.class))
                        .add(member.kind());
            }
        }
        List<PartitionFiles> partitions = new ArrayList<>();
        for (Map.Entry<FileSet, Set<Kind>> entry : sets.entrySet()) {
            FileSet set = entry.getKey();
            PartitionFiles current = partitions.isEmpty() ? null : partitions.get(partitions.size() - 1);
            if (current == null || !current.topic().equals(set.topic()) || current.partition() != set.partition()) {
                current = new PartitionFiles(set.topic(), set.partition(), new ArrayList<>());
                partitions.add(current);
            }
            verify(set, entry.getValue(), current);
        }
        return new FolderReport(partitions, findings);
    }

    private void verify(FileSet set, Set<Kind> kinds, PartitionFiles partition) throws IOException {
        boolean complete = kinds.contains(Kind.LINES) || kinds.contains(Kind.GZIP);
        Path lines = set.path(kinds.contains(Kind.GZIP) ? Kind.GZIP : Kind.LINES);
        if (complete && !kinds.contains(Kind.MANIFEST)) {
            damaged(lines, "has no manifest");
        } else if (complete) {
            verifyComplete(set, lines, kinds.contains(Kind.GZIP), partition);
        } else if (kinds.contains(Kind.OPEN)) {
            verifyOpen(set, partition);
        } else if (kinds.contains(Kind.MANIFEST)) {
            damaged(set.path(Kind.MANIFEST), "the file it describes is gone");
        }
    }

    private void verifyComplete(FileSet set, Path path, boolean gzip, PartitionFiles partition) throws IOException {
        Manifest manifest;
        try {
            manifest = Manifest.decode(set.path(Kind.MANIFEST), storage.read(set.path(Kind.MANIFEST)));
        } catch (DamagedFileException e) {
            damaged(set.path(Kind.MANIFEST), "cannot be trusted: " + e.getMessage());
            return;
        }
        if (!manifest.topic().equals(set.topic())
                || manifest.partition() != set.partition()
                || manifest.firstOffset() != set.firstOffset()) {
            damaged(set.path(Kind.MANIFEST), "is the manifest of another file");
            return;
        }
        try (StorageFile file = storage.openToRead(path)) {
            ContentDigest digest = ContentDigest.of(new StoredInput(file, file.size()));
            if (digest.bytes() != manifest.bytes() || !digest.finish().equals(manifest.sha256())) {
                damaged(path, digest.bytes() + " bytes are not the " + manifest.bytes() + " bytes of its manifest");
            }
        }
        SinkFile file = new SinkFile(
                path,
                manifest.firstOffset(),
                manifest.lastOffset() + 1,
                manifest.count(),
                manifest.bytes(),
                manifest.erasedLines(),
                true,
                gzip);
        long counted = verifyLines(file);
        if (counted != manifest.count()) {
            damaged(path, "has " + counted + " lines, its manifest says " + manifest.count());
        }
        add(file, partition);
    }

    private void verifyOpen(FileSet set, PartitionFiles partition) throws IOException {
        OpenState state = OpenState.of(storage, set);
        SinkFile file = new SinkFile(
                set.path(Kind.OPEN),
                set.firstOffset(),
                state.nextOffset(),
                state.lines(),
                state.bytes(),
                0,
                false,
                false);
        long counted = verifyLines(file);
        if (counted != state.lines()) {
            damaged(file.path(), "has " + counted + " lines, its journal says " + state.lines());
        }
        add(file, partition);
    }

    private void add(SinkFile file, PartitionFiles partition) {
        if (file.firstOffset() < partition.nextOffset()) {
            findings.add(new Finding(
                    Defect.OUT_OF_ORDER,
                    1,
                    file.path().toString(),
                    "begins at offset " + file.firstOffset() + ", but the file before it ends at "
                            + partition.nextOffset()));
        }
        partition.files().add(file);
    }

    private long verifyLines(SinkFile file) throws IOException {
        long lines = 0;
        try (StorageFile stored = storage.openToRead(file.path())) {
            StoredInput input = new StoredInput(stored, file.complete() ? stored.size() : file.readBytes());
            InputStream content = file.gzip() ? new GZIPInputStream(input) : input;
            LineReader reader = new LineReader(content);
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                lines++;
                try {
                    new JsonScanner(line).scan(null);
                } catch (MalformedJsonException e) {
                    torn(file, "line " + lines + ": " + e.getMessage());
                }
            }
            if (reader.torn() > 0) {
                torn(file, reader.torn() + " bytes after line " + lines + " do not end with LF");
            }
        } catch (IOException e) {
            damaged(file.path(), "cannot be read: " + e.getMessage());
        }
        return lines;
    }

    private void torn(SinkFile file, String detail) {
        findings.add(new Finding(Defect.TORN, 1, file.path().toString(), detail));
    }

    private void damaged(Path path, String detail) {
        findings.add(new Finding(Defect.DAMAGED, 1, path.toString(), detail));
    }
}
