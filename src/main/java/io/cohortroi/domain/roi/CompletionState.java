package io.cohortroi.domain.roi;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import io.cohortroi.domain.learner.Archetype;
import io.cohortroi.domain.metrics.Booking;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one completion id, for good: the winning revision, what else was seen of it, and what is booked.
 *
 * @param winner the revision that counts
 * @param place where the winner was read
 * @param seen content digests of every distinct revision seen, the winner's included
 * @param waitsFor what the winner waits for
 * @param judgement made once, at the first application
 * @param booked what the latest ROI record says; absent before the first
 */
public record CompletionState(
        CompletionEvent winner,
        Place place,
        List<Digest> seen,
        Wait waitsFor,
        @Nullable Judgement judgement,
        @Nullable Booked booked) {

    public CompletionState {
        seen = List.copyOf(seen);
    }

    /** What has to come before the winner can be applied. */
    public enum Wait {
        NOTHING,
        LEARNER,
        WORKFLOW
    }

    /** What was thought of the learner when the completion was first applied. */
    public record Judgement(Archetype archetype, BigDecimal confidence, String normsVersion) {}

    /**
     * What the latest ROI record of the completion says.
     *
     * @param recordVersion 0 for the first record of the completion
     * @param event the revision it was made of
     * @param profileAt {@code updated_at} of the profile version that placed the learner; absent while none was known
     */
    public record Booked(
            int recordVersion,
            CompletionEvent event,
            Place completion,
            String cohort,
            @Nullable Instant profileAt,
            @Nullable Place profile,
            Valuation valuation,
            BigDecimal baseline,
            int baselineVersion) {

        public boolean isVoid() {
            return event.kind() == CompletionEvent.Kind.VOIDED;
        }

        /** The next record: the same completion with another result. */
        public Booked valued(Valuation next) {
            return new Booked(
                    recordVersion + 1, event, completion, cohort, profileAt, profile, next, baseline, baselineVersion);
        }

        /** The next record: the same completion, counted elsewhere because of another profile version. */
        public Booked placed(String elsewhere, Instant updatedAt, Place version) {
            return new Booked(
                    recordVersion + 1,
                    event,
                    completion,
                    elsewhere,
                    updatedAt,
                    version,
                    valuation,
                    baseline,
                    baselineVersion);
        }

        /** The next record: nothing, because of a revision that cannot be valued. */
        public Booked voided(CompletionEvent because, Place place, Valuation nothing) {
            return new Booked(
                    recordVersion + 1, because, place, cohort, profileAt, profile, nothing, baseline, baselineVersion);
        }

        /** What it adds to the sums; nothing when voided. */
        public @Nullable Booking booking(Judgement judgement) {
            return isVoid()
                    ? null
                    : new Booking(
                            cohort,
                            judgement.archetype(),
                            event.workflowId(),
                            event.completedAt(),
                            valuation.cost(),
                            valuation.inputs().costAdjustment(),
                            valuation.benefit(),
                            valuation.multiplier(),
                            baseline,
                            baselineVersion,
                            valuation.inputs().units(),
                            event.completionRate());
        }
    }

    public CompletionState waitingFor(Wait next) {
        return new CompletionState(winner, place, seen, next, judgement, booked);
    }

    public CompletionState alsoSeen(Digest digest) {
        List<Digest> more = new ArrayList<>(seen);
        more.add(digest);
        return new CompletionState(winner, place, more, waitsFor, judgement, booked);
    }

    public CompletionState wonBy(CompletionEvent event, Place at) {
        return new CompletionState(event, at, seen, Wait.NOTHING, judgement, booked);
    }

    public CompletionState bookedAs(Judgement made, Booked next) {
        return new CompletionState(winner, place, seen, Wait.NOTHING, made, next);
    }

    public void write(BinaryWriter out) {
        CompletionCodec.writeEvent(out, winner);
        place.write(out);
        out.writeAll(seen, seen.size(), (to, digest) -> digest.write(to));
        out.writeConstant(waitsFor);
        out.writeNullable(judgement, CompletionCodec::writeJudgement);
        out.writeNullable(booked, (to, value) -> CompletionCodec.writeBooked(to, value, winner));
    }

    public static CompletionState read(BinaryReader in) {
        CompletionEvent winner = CompletionCodec.readEvent(in);
        return new CompletionState(
                winner,
                Place.read(in),
                in.readAll(Digest::read),
                in.readConstant(Wait.values()),
                in.readNullable(CompletionCodec::readJudgement),
                in.readNullable(from -> CompletionCodec.readBooked(from, winner)));
    }
}
