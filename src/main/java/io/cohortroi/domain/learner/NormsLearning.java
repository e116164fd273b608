package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When new norms are due: once there is enough to begin with, then at most once in a week of event time, and only when a
 * quarter more was seen than went into the last. They take effect at a midnight more than a day ahead of the newest event,
 * so that every instance has them before an event asks for them.
 *
 * <p>Worked: the 500th learner at a stage is seen on 8 March 15:00; the norms are called learned-2025-03-10 and hold from
 * that midnight (UTC) on. The next ones are due from 15 March 15:00, if 625 were seen by then.
 *
 * @param seen learners at a stage so far; a learner passes up to 18 stages
 * @param seenByLast as many had been seen when the last norms were made
 * @param newest newest event time of what was seen; absent before the first
 * @param lastMade the newest event time when the last norms were made; absent before the first
 */
public record NormsLearning(
        long seen,
        long seenByLast,
        @Nullable Instant newest,
        @Nullable Instant lastMade) {
    public static final NormsLearning NOTHING = new NormsLearning(0, 0, null, null);

    /** Fewer than this are no norm. */
    public static final long FEWEST = 500;

    private static final Duration PERIOD = Duration.ofDays(7);
    private static final long GROWTH_PERCENT = 125;

    public NormsLearning plus(NormsEvidence evidence) {
        boolean newer = newest == null || evidence.eventTime().isAfter(newest);
        return new NormsLearning(
                seen + evidence.sketch().learners(), seenByLast, newer ? evidence.eventTime() : newest, lastMade);
    }

    /** From when on norms made now hold; null where none are due. */
    public @Nullable Instant due() {
        if (newest == null || seen < FEWEST || seen * 100 < seenByLast * GROWTH_PERCENT) {
            return null;
        }
        boolean tooSoon = lastMade != null && newest.isBefore(lastMade.plus(PERIOD));
        return tooSoon ? null : newest.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    }

    public NormsLearning made() {
        return new NormsLearning(seen, seen, newest, newest);
    }

    /** The name of learned norms: {@code learned-2025-03-10}. */
    public static String versionFrom(Instant effectiveAt) {
        return "learned-" + LocalDate.ofInstant(effectiveAt, ZoneOffset.UTC);
    }

    public void write(BinaryWriter out) {
        out.writeUnsigned(seen).writeUnsigned(seenByLast);
        out.writeNullable(newest, BinaryWriter::writeInstant);
        out.writeNullable(lastMade, BinaryWriter::writeInstant);
    }

    public static NormsLearning read(BinaryReader in) {
        return new NormsLearning(
                in.readUnsigned(),
                in.readUnsigned(),
                in.readNullable(BinaryReader::readInstant),
                in.readNullable(BinaryReader::readInstant));
    }
}
