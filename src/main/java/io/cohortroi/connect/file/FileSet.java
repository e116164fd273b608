package io.cohortroi.connect.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one stretch of one topic-partition, named after the offset of its first record:
 * {@code roi-records-3-00000000000000000042} plus
 *
 * <ul>
 *   <li>{@code .jsonl} or {@code .jsonl.gz}: the lines, complete
 *   <li>{@code .manifest.json}: what is in them
 *   <li>{@code .jsonl.open}: lines still being written
 *   <li>{@code .journal}: which of the open lines are durable, and the offset they reach
 *   <li>{@code .tmp} after any of these: work in progress, dropped or finished at the next start
 * </ul>
 *
 * Only topic, partition and offset enter a name, never a value.
 */
public record FileSet(Path folder, String topic, int partition, long firstOffset) {
    private static final Pattern NAME = Pattern.compile(
            "(?<topic>[a-zA-Z0-9._-]+)-(?<partition>\\d{1,10})-(?<offset>\\d{20})\\.(?<kind>jsonl|jsonl\\.gz|jsonl\\.open|journal|manifest\\.json)(?<tmp>\\.tmp)?");

    /** What one file is to its set. */
    public enum Kind {
        LINES("jsonl"),
        GZIP("jsonl.gz"),
        OPEN("jsonl.open"),
        JOURNAL("journal"),
        MANIFEST("manifest.json");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }
    }

    /** A parsed file name. */
    public record Member(FileSet set, Kind kind, boolean temporary) {}

    /** Reads a file name; null when it is none of ours. */
    public static @Nullable Member parse(Path file) {
        Path folder = file.getParent();
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (folder == null || !name.matches()) {
            return null;
        }
        try {
            FileSet set = new FileSet(
                    folder,
                    name.group("topic"),
                    Integer.parseInt(name.group("partition")),
                    Long.parseLong(name.group("offset")));
            for (Kind kind : Kind.values()) {
                if (kind.suffix.equals(name.group("kind"))) {
                    return new Member(set, kind, name.group("tmp") != null);
                }
            }
            return null;
        } catch (NumberFormatException beyondAnOffset) {
            return null;
        }
    }

    public Path path(Kind kind) {
        return folder.resolve(baseName() + "." + kind.suffix);
    }

    public Path temporary(Kind kind) {
        return folder.resolve(baseName() + "." + kind.suffix + ".tmp");
    }

    /** The common part of the names: topic, partition and offset padded to 20 digits, so that names sort by offset. */
    public String baseName() {
        return String.format(Locale.ROOT, "%s-%d-%020d", topic, partition, firstOffset);
    }
}
