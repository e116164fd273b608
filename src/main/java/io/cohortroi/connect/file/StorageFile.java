package io.cohortroi.connect.file;

import java.io.Closeable;
import java.io.IOException;

/** One open file of a {@link Storage}; positions and lengths are bytes. */
public interface StorageFile extends Closeable {
    long size() throws IOException;

    /** Reads up to {@code length} bytes at {@code position}; returns how many, fewer only at the end of the file. */
    int read(byte[] target, int start, int length, long position) throws IOException;

    /** Writes all of it, or throws: then any part of it may be in the file. */
    void write(byte[] source, int start, int length, long position) throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when content and length are on disk. */
    void force() throws IOException;

    /** Whether the name this file was opened by still leads to it: false once someone removed or replaced it. */
    boolean isInPlace() throws IOException;
}
