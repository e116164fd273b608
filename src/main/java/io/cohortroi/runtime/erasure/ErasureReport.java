package io.cohortroi.runtime.erasure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proof of an erasure.
 *
 * @param learner keyed hash of the id, as the stream keeps it
 * @param tombstones where the null values stand; empty when it was only looked
 * @param applied whether the stream has read them; true when it was only looked
 */
public record ErasureReport(
        String learner,
        Instant startedAt,
        Instant finishedAt,
        List<Tombstone> tombstones,
        boolean applied,
        List<Row> rows) {

    public ErasureReport {
        tombstones = List.copyOf(tombstones);
        rows = List.copyOf(rows);
    }

    /** A null value on {@code learners}. */
    public record Tombstone(int partition, long offset) {}

    /**
     * One place.
     *
     * @param foundBefore records, entries or lines before the erasure
     * @param foundAfter afterwards; those of {@code mayStay} places go at their retention
     * @param inLog records that the log holds still, for the cleaner or retention to remove
     * @param goneBy when the last of them is gone at the latest; null where there are none, or where nobody can say
     * @param how what removes the rest
     */
    public record Row(
            String place,
            String kind,
            long lookedAt,
            long foundBefore,
            long foundAfter,
            boolean mayStay,
            long inLog,
            @Nullable Instant goneBy,
            String how) {

        long left() {
            return mayStay ? 0 : foundAfter;
        }
    }

    /** What is left that should be gone. */
    public long left() {
        return rows.stream().mapToLong(Row::left).sum();
    }

    public boolean isProof() {
        return applied && left() == 0;
    }

    public ObjectNode json() {
        ObjectNode report = Json.object().put("learner", learner);
        report.put("started_at", startedAt.toString()).put("finished_at", finishedAt.toString());
        ArrayNode places = report.putArray("tombstones");
        tombstones.forEach(each -> places.addObject()
                .put("topic", "learners")
                .put("partition", each.partition)
                .put("offset", each.offset));
        report.put("applied", applied).put("left", left()).put("proven", isProof());
        ArrayNode list = report.putArray("places");
        for (Row row : rows) {
            ObjectNode node = list.addObject().put("place", row.place).put("kind", row.kind);
            node.put("looked_at", row.lookedAt)
                    .put("found_before", row.foundBefore)
                    .put("found_after", row.foundAfter)
                    .put("left", row.left())
                    .put("in_log", row.inLog);
            node.put("gone_by", row.goneBy == null ? null : row.goneBy.toString())
                    .put("how", row.how);
        }
        ArrayNode notes = report.putArray("notes");
        NOTES.forEach(notes::add);
        return report;
    }

    /** What holds of every erasure. */
    public static final List<String> NOTES = List.of(
            "Sums of cohorts keep the numbers, not the person.",
            "A keyed hash of the id is kept, so that later events of the learner count as superseded until a newer profile"
                    + " comes.",
            "Replaying the topics no longer gives the same output for this learner.",
            "State folders of the instances drop the deleted rows from their files with the next compaction of RocksDB.");
}
