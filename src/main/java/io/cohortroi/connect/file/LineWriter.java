package io.cohortroi.connect.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Writes lines to a file from its beginning, compressed or not, and digests both the lines and the file. */
final class LineWriter {
    private final ContentDigest content = new ContentDigest();
    private final ContentDigest file = new ContentDigest();
    private final OutputStream output;

    LineWriter(StorageFile target, boolean gzip) throws IOException {
        OutputStream digested = new Tee(new StoredOutput(target), file);
        OutputStream buffered = new BufferedOutputStream(digested, 1 << 13);
        output = gzip ? new GZIPOutputStream(buffered, 1 << 13) : buffered;
    }

    void write(byte[] line) throws IOException {
        content.write(line, 0, line.length);
        content.write('\n');
        output.write(line);
        output.write('\n');
    }

    /** Writes what is buffered; the file still has to be forced. */
    void finish() throws IOException {
        if (output instanceof GZIPOutputStream compressed) {
            compressed.finish();
        }
        output.flush();
    }

    /** The digest of the lines. */
    ContentDigest content() {
        return content;
    }

    /** The digest of the file. */
    ContentDigest file() {
        return file;
    }

    private static final class Tee extends OutputStream {
        private final OutputStream target;
        private final ContentDigest digest;

        Tee(OutputStream target, ContentDigest digest) {
            this.target = target;
            this.digest = digest;
        }

        @Override
        public void write(int b) throws IOException {
            target.write(b);
            digest.write(b);
        }

        @Override
        public void write(byte[] source, int start, int length) throws IOException {
            target.write(source, start, length);
            digest.write(source, start, length);
        }
    }
}
