package io.cohortroi.connect.file;

import io.cohortroi.connect.file.FileSet.Kind;
import java.io.IOException;

/**
 * Gives a flushed open file its final name. The manifest gets its name first and durably, so that a file under its
 * final name always has one; until the lines follow, the file still counts as open.
 */
final class Finisher {
    private final Storage storage;
    private final boolean gzip;

    Finisher(Storage storage, boolean gzip) {
        this.storage = storage;
        this.gzip = gzip;
    }

    void finish(OpenFile file, long nextOffset) throws IOException {
        FileSet set = file.set();
        Manifest manifest = file.manifest(nextOffset);
        if (gzip) {
            manifest = compress(file, manifest);
        }
        file.close();
        storage.write(set.temporary(Kind.MANIFEST), manifest.encode());
        storage.move(set.temporary(Kind.MANIFEST), set.path(Kind.MANIFEST));
        storage.forceFolder(set.folder());
        if (gzip) {
            storage.move(set.temporary(Kind.GZIP), set.path(Kind.GZIP));
            storage.forceFolder(set.folder());
            storage.delete(set.path(Kind.OPEN));
        } else {
            storage.move(set.path(Kind.OPEN), set.path(Kind.LINES));
            storage.forceFolder(set.folder());
        }
        storage.delete(set.path(Kind.JOURNAL));
        storage.forceFolder(set.folder());
    }

    private Manifest compress(OpenFile file, Manifest plain) throws IOException {
        try (StorageFile target = storage.open(file.set().temporary(Kind.GZIP))) {
            target.truncate(0);
            LineWriter writer = new LineWriter(target, true);
            LineReader reader = new LineReader(file.content());
            for (byte[] line = reader.next(); line != null; line = reader.next()) {
                writer.write(line);
            }
            writer.finish();
            target.force();
            return new Manifest(
                    plain.topic(),
                    plain.partition(),
                    plain.firstOffset(),
                    plain.lastOffset(),
                    plain.count(),
                    writer.file().bytes(),
                    writer.file().finish(),
                    plain.contentBytes(),
                    plain.contentSha256(),
                    0,
                    null);
        }
    }
}
