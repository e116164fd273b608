package io.cohortroi.connect.file;

import io.cohortroi.connect.file.FileSet.Kind;
import io.cohortroi.connect.file.FileSet.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of one partition back to a state the sink could have left them in: what was begun and not finished
 * is finished when its manifest is there, else undone. Answers where to go on. Idempotent: a crash in the middle of it
 * changes nothing.
 */
final class PartitionRecovery {
    private final Storage storage;
    private final SortedMap<Long, FileSet> sets = new TreeMap<>();
    private final Map<FileSet, Map<Kind, Path>> present = new TreeMap<>(Comparator.comparingLong(FileSet::firstOffset));
    private final Map<FileSet, Set<Path>> temporary = new TreeMap<>(Comparator.comparingLong(FileSet::firstOffset));

    /**
     * What is there.
     *
     * @param nextOffset the first offset the files do not cover; 0 when there is no file
     * @param open the file to go on with, null when the next record begins one
     */
    record Position(long nextOffset, @Nullable FileSet open) {}

    PartitionRecovery(Storage storage, Path topicFolder, String topic, int partition) throws IOException {
        this.storage = storage;
        for (Path file : storage.files(topicFolder)) {
            Member member = FileSet.parse(file);
            if (member != null
                    && member.set().topic().equals(topic)
                    && member.set().partition() == partition) {
                add(file, member);
            }
        }
    }

    private void add(Path file, Member member) throws DamagedFileException {
        FileSet known = sets.putIfAbsent(member.set().firstOffset(), member.set());
        if (known != null && !known.equals(member.set())) {
            throw new DamagedFileException(file, "covers the same offsets as the file in " + known.folder());
        }
        if (member.temporary()) {
            temporary.computeIfAbsent(member.set(), set -> new HashSet<>()).add(file);
        } else {
            present.computeIfAbsent(member.set(), set -> new EnumMap<>(Kind.class))
                    .put(member.kind(), file);
        }
    }

    Position recover() throws IOException {
        FileSet open = null;
        FileSet newest = null;
        for (FileSet set : sets.values()) {
            Map<Kind, Path> files = present.getOrDefault(set, Map.of());
            if (isComplete(files)) {
                settleComplete(set, files);
                newest = set;
            } else if (files.containsKey(Kind.OPEN)) {
                if (open != null) {
                    throw new DamagedFileException(
                            set.path(Kind.OPEN),
                            "is open beside " + open.path(Kind.OPEN) + "; one partition has one open file");
                }
                undoFinish(set, files);
                open = set;
            } else if (files.containsKey(Kind.MANIFEST)) {
                dropTemporary(set);
                newest = set;
            } else {
                // a journal or temporary file whose open file never got its name, or was taken away
                dropTemporary(set);
                storage.delete(set.path(Kind.JOURNAL));
            }
        }
        if (open == null) {
            return new Position(newest == null ? 0 : lastOffset(newest) + 1, null);
        }
        if (newest != null && newest.firstOffset() > open.firstOffset()) {
            throw new DamagedFileException(
                    open.path(Kind.OPEN), "is open before the complete file of offset " + newest.firstOffset());
        }
        return new Position(open.firstOffset(), open);
    }

    private static boolean isComplete(Map<Kind, Path> files) {
        return files.containsKey(Kind.LINES) || files.containsKey(Kind.GZIP);
    }

    private long lastOffset(FileSet newest) throws IOException {
        Path path = newest.path(Kind.MANIFEST);
        Manifest manifest = Manifest.decode(path, storage.read(path));
        if (manifest.lastOffset() < newest.firstOffset() - 1
                || manifest.firstOffset() != newest.firstOffset()
                || manifest.partition() != newest.partition()
                || !manifest.topic().equals(newest.topic())) {
            throw new DamagedFileException(path, "is the manifest of other offsets");
        }
        return manifest.lastOffset();
    }

    private void settleComplete(FileSet set, Map<Kind, Path> files) throws IOException {
        Kind kind = files.containsKey(Kind.LINES) ? Kind.LINES : Kind.GZIP;
        Path lines = set.path(kind);
        if (!files.containsKey(Kind.MANIFEST)) {
            throw new DamagedFileException(
                    lines, "has no manifest; put the manifest back, or move the file out of the folder");
        }
        boolean leftOver = files.containsKey(Kind.OPEN) || files.containsKey(Kind.JOURNAL);
        boolean rewriting = !temporary.getOrDefault(set, Set.of()).isEmpty();
        if (rewriting) {
            settleErasure(set, lines);
        }
        if (leftOver) {
            storage.delete(set.path(Kind.OPEN));
            storage.delete(set.path(Kind.JOURNAL));
        }
        if (rewriting || leftOver) {
            storage.forceFolder(set.folder());
        }
    }

    // An erasure renames the lines first and the manifest after them; its null value comes again if it is undone here.
    private void settleErasure(FileSet set, Path lines) throws IOException {
        Path manifestPath = set.path(Kind.MANIFEST);
        Path nextPath = set.temporary(Kind.MANIFEST);
        Manifest manifest = Manifest.decode(manifestPath, storage.read(manifestPath));
        String sha;
        try (StorageFile file = storage.openToRead(lines)) {
            sha = ContentDigest.of(new StoredInput(file, file.size())).finish();
        }
        if (!sha.equals(manifest.sha256())) {
            if (!storage.exists(nextPath)
                    || !Manifest.decode(nextPath, storage.read(nextPath))
                            .sha256()
                            .equals(sha)) {
                throw new DamagedFileException(lines, "does not have the hash its manifest says");
            }
            storage.move(nextPath, manifestPath);
        }
        dropTemporary(set);
    }

    private void undoFinish(FileSet set, Map<Kind, Path> files) throws IOException {
        dropTemporary(set);
        if (files.containsKey(Kind.MANIFEST)) {
            storage.delete(set.path(Kind.MANIFEST));
            storage.forceFolder(set.folder());
        }
    }

    private void dropTemporary(FileSet set) throws IOException {
        for (Path file : temporary.getOrDefault(set, Set.of())) {
            storage.delete(file);
        }
    }
}
