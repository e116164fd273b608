package io.cohortroi.runtime.erasure;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one look at one place found of a learner.
 *
 * @param lookedAt records, entries or lines that were looked at
 * @param held what the program still takes for true: values that no later null ended, lines in files
 * @param inLog records that lie in the log still, ended or not; 0 for files
 * @param newestInLog when the newest of those was appended
 * @param partitions where records keyed by the learner lie
 */
record Finding(
        long lookedAt, long held, long inLog, @Nullable Instant newestInLog, Set<Integer> partitions) {

    Finding {
        partitions = Set.copyOf(partitions);
    }
}
