package io.cohortroi.runtime.http;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;

/**
 * How far the stream processing is with its work.
 *
 * @param activeTasks tasks that this process works on
 * @param standbyTasks warm copies that this process keeps
 * @param restoringRecords changelog records that this process has yet to read back before its state is complete
 * @param lag records of each input topic, without prefix, that no instance has committed as read
 * @param measuredAt when the cluster last told the lag; empty before the first time
 */
public record PipelineStatus(
        int activeTasks,
        int standbyTasks,
        long restoringRecords,
        SortedMap<String, Long> lag,
        Optional<Instant> measuredAt) {
    /** Nothing is known yet. */
    public static PipelineStatus unknown() {
        return new PipelineStatus(0, 0, 0, Collections.emptySortedMap(), Optional.empty());
    }
}
