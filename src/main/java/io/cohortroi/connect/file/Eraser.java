package io.cohortroi.connect.file;

import io.cohortroi.connect.file.FileSet.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Takes the lines of some keys out of a complete file. The new lines and the new manifest are written beside the old
 * ones and forced, then renamed, lines first: at every moment the lines have the hash of the manifest or of the one
 * waiting beside it.
 */
final class Eraser {
    private final Storage storage;
    private final LineKey lineKey;

    Eraser(Storage storage, String eraseField) {
        this.storage = storage;
        this.lineKey = new LineKey(eraseField);
    }

    /** Whether any line of the content belongs to one of the keys. */
    boolean holdsAny(InputStream content, Set<String> keys) throws IOException {
        LineReader reader = new LineReader(content);
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            if (lineKey.isAnyOf(line, keys)) {
                return true;
            }
        }
        return false;
    }

    /** Rewrites the file of the set without the lines of the keys; returns how many lines went. */
    long erase(FileSet set, Set<String> keys) throws IOException {
        boolean gzip = storage.exists(set.path(Kind.GZIP));
        Kind kind = gzip ? Kind.GZIP : Kind.LINES;
        Path path = set.path(kind);
        try (StorageFile file = storage.openToRead(path)) {
            StoredInput stored = new StoredInput(file, file.size());
            if (!holdsAny(gzip ? new GZIPInputStream(stored) : stored, keys)) {
                return 0;
            }
            Path manifestPath = set.path(Kind.MANIFEST);
            Manifest manifest = Manifest.decode(manifestPath, storage.read(manifestPath));
            if (!ContentDigest.of(new StoredInput(file, file.size())).finish().equals(manifest.sha256())) {
                throw new DamagedFileException(path, "does not have the hash its manifest says; nothing was erased");
            }
            StoredInput old = new StoredInput(file, file.size());
            Manifest next = rewrite(set, kind, gzip ? new GZIPInputStream(old) : old, keys, manifest);
            storage.write(set.temporary(Kind.MANIFEST), next.encode());
            storage.forceFolder(set.folder());
            storage.move(set.temporary(kind), path);
            storage.forceFolder(set.folder());
            storage.move(set.temporary(Kind.MANIFEST), manifestPath);
            storage.forceFolder(set.folder());
            return manifest.count() - next.count();
        }
    }

    private Manifest rewrite(FileSet set, Kind kind, InputStream old, Set<String> keys, Manifest manifest)
            throws IOException {
        try (StorageFile target = storage.open(set.temporary(kind))) {
            target.truncate(0);
            LineWriter writer = new LineWriter(target, kind == Kind.GZIP);
            LineReader reader = new LineReader(old);
            long kept = 0;
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                if (!lineKey.isAnyOf(line, keys)) {
                    writer.write(line);
                    kept++;
                }
            }
            writer.finish();
            target.force();
            return new Manifest(
                    manifest.topic(),
                    manifest.partition(),
                    manifest.firstOffset(),
                    manifest.lastOffset(),
                    kept,
                    writer.file().bytes(),
                    writer.file().finish(),
                    writer.content().bytes(),
                    writer.content().finish(),
                    manifest.erasedLines() + manifest.count() - kept,
                    manifest.sha256());
        }
    }
}
