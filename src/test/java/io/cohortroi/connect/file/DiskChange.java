package io.cohortroi.connect.file;

import java.nio.file.Path;
import java.util.Arrays;

/** One thing done to a disk. Content belongs to an inode, names lead to inodes; each is durable only once forced. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares changes
public sealed interface DiskChange {
    /** What the disk held, durably, to begin with. */
    record Found(Path path, long inode, byte[] content) implements DiskChange {}

    record Create(Path path, long inode) implements DiskChange {}

    record Write(long inode, long position, byte[] bytes) implements DiskChange {}

    record Truncate(long inode, long size) implements DiskChange {}

    record Force(long inode) implements DiskChange {}

    record Move(Path from, Path to) implements DiskChange {}

    record Delete(Path path) implements DiskChange {}

    record ForceFolder(Path folder) implements DiskChange {}

    static byte[] written(byte[] content, long position, byte[] bytes) {
        byte[] next = Arrays.copyOf(content, (int) Math.max(content.length, position + bytes.length));
        System.arraycopy(bytes, 0, next, (int) position, bytes.length);
        return next;
    }
}
