package io.cohortroi.connect.file;

import java.io.IOException;
import java.io.InputStream;

/** Reads a {@link StorageFile} from its beginning up to a limit; closing it leaves the file open. */
public final class StoredInput extends InputStream {
    private final StorageFile file;
    private final long limit;
    private long position;

    public StoredInput(StorageFile file, long limit) {
        this.file = file;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int wanted = (int) Math.min(length, limit - position);
        int read = wanted <= 0 ? 0 : file.read(target, start, wanted, position);
        position += read;
        return read == 0 ? -1 : read;
    }
}
