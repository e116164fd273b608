package io.cohortroi.connect.file;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a {@link StorageFile} from its beginning; closing it leaves the file open and unforced. */
final class StoredOutput extends OutputStream {
    private final StorageFile file;
    private long position;

    StoredOutput(StorageFile file) {
        this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int start, int length) throws IOException {
        file.write(source, start, length, position);
        position += length;
    }
}
