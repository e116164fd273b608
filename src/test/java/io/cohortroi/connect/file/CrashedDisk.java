package io.cohortroi.connect.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * The disk after a crash that let the first changes happen. What was forced is there; of the rest nothing (a power loss
 * at its worst), everything (the process was killed, the machine lived), or any part of it is.
 */
final class CrashedDisk {
    /** How much of what was never forced reached the disk. */
    enum Unforced {
        NOTHING,
        EVERYTHING,
        ANY_PART
    }

    private final Unforced unforced;
    private final Random random;
    private final Map<Path, Long> names = new HashMap<>();
    private final Map<Long, byte[]> contents = new HashMap<>();
    private final Map<Long, List<DiskChange>> waitingContent = new HashMap<>();
    private final List<DiskChange> waitingNames = new ArrayList<>();

    private CrashedDisk(Unforced unforced, Random random) {
        this.unforced = unforced;
        this.random = random;
    }

    static Map<Path, byte[]> after(List<DiskChange> changes, Unforced unforced, Random random) {
        CrashedDisk disk = new CrashedDisk(unforced, random);
        changes.forEach(disk::apply);
        disk.crash();
        Map<Path, byte[]> found = new HashMap<>();
        disk.names.forEach((path, inode) -> found.put(path, disk.contents.getOrDefault(inode, new byte[0])));
        return found;
    }

    private void apply(DiskChange change) {
        if (change instanceof DiskChange.Found found) {
            names.put(found.path(), found.inode());
            contents.put(found.inode(), found.content());
        } else if (change instanceof DiskChange.Write write) {
            waiting(write.inode()).add(change);
        } else if (change instanceof DiskChange.Truncate truncate) {
            waiting(truncate.inode()).add(change);
        } else if (change instanceof DiskChange.Force force) {
            waiting(force.inode()).forEach(this::settleContent);
            waiting(force.inode()).clear();
        } else if (change instanceof DiskChange.ForceFolder force) {
            for (DiskChange waiting : List.copyOf(waitingNames)) {
                if (folder(waiting).equals(force.folder())) {
                    settleName(waiting);
                    waitingNames.remove(waiting);
                }
            }
        } else {
            waitingNames.add(change);
        }
    }

    private void crash() {
        waitingContent
                .values()
                .forEach(changes -> changes.forEach(change -> {
                    if (survives()) {
                        settleContent(part(change));
                    }
                }));
        waitingNames.forEach(change -> {
            if (survives()) {
                settleName(change);
            }
        });
    }

    private boolean survives() {
        return switch (unforced) {
            case NOTHING -> false;
            case EVERYTHING -> true;
            case ANY_PART -> random.nextBoolean();
        };
    }

    private DiskChange part(DiskChange change) {
        if (unforced == Unforced.ANY_PART && change instanceof DiskChange.Write write && random.nextBoolean()) {
            int kept = random.nextInt(write.bytes().length + 1);
            return new DiskChange.Write(write.inode(), write.position(), Arrays.copyOf(write.bytes(), kept));
        }
        return change;
    }

    private List<DiskChange> waiting(long inode) {
        return waitingContent.computeIfAbsent(inode, i -> new ArrayList<>());
    }

    private void settleContent(DiskChange change) {
        if (change instanceof DiskChange.Write write) {
            byte[] before = contents.getOrDefault(write.inode(), new byte[0]);
            contents.put(write.inode(), DiskChange.written(before, write.position(), write.bytes()));
        } else if (change instanceof DiskChange.Truncate truncate) {
            byte[] before = contents.getOrDefault(truncate.inode(), new byte[0]);
            contents.put(truncate.inode(), Arrays.copyOf(before, (int) Math.min(before.length, truncate.size())));
        }
    }

    private void settleName(DiskChange change) {
        if (change instanceof DiskChange.Create create) {
            names.put(create.path(), create.inode());
        } else if (change instanceof DiskChange.Delete delete) {
            names.remove(delete.path());
        } else if (change instanceof DiskChange.Move move) {
            Long inode = names.remove(move.from());
            if (inode != null) {
                names.put(move.to(), inode);
            }
        }
    }

    private static Path folder(DiskChange change) {
        Path path;
        if (change instanceof DiskChange.Create create) {
            path = create.path();
        } else if (change instanceof DiskChange.Delete delete) {
            path = delete.path();
        } else if (change instanceof DiskChange.Move move) {
            path = move.to();
        } else {
            throw new IllegalArgumentException("not a change of names: " + change);
        }
        return Objects.requireNonNull(path.getParent());
    }
}
