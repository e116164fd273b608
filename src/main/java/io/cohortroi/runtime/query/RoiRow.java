package io.cohortroi.runtime.query;

import java.time.Instant;

/**
 * The final ROI record of one completion, in short, and where the whole of it stands.
 *
 * @param multiplier NaN for a void and at cost 0
 */
public record RoiRow(
        String completionId,
        String workflowId,
        Instant timestamp,
        double multiplier,
        boolean voided,
        int recordVersion,
        int partition,
        long offset) {

    /** A later version of the same completion replaces an earlier one, in whatever order they are read. */
    boolean replaces(RoiRow other) {
        return recordVersion >= other.recordVersion;
    }
}
