package io.cohortroi.connect.verify;

import java.util.Locale;

/** What can be wrong with the files. */
public enum Defect {
    /** A committed record of the topic that has no line. */
    MISSING,
    /** A line no record of the topic explains. */
    EXTRA,
    /** A line that is there more often than its record. */
    DUPLICATE,
    /** A line of a complete file that does not end, or is no JSON object. */
    TORN,
    /** Lines or files that do not follow the order of offsets. */
    OUT_OF_ORDER,
    /** A line of a transaction that was aborted. */
    ABORTED,
    /** A file that is not what its manifest says, or has none, or is gone. */
    DAMAGED;

    /** The name in reports: {@code out_of_order}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
