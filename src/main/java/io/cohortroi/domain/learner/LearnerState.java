package io.cohortroi.domain.learner;

import io.cohortroi.domain.binary.BinaryReader;
import io.cohortroi.domain.binary.BinaryWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one learner beside the completions.
 *
 * @param newestEvent event time of the newest accepted event of any kind; absent before the first
 * @param placedIn cohort of the latest profile, as matched when it came; absent while none is known
 * @param counted how the learner is counted in the memberships right now; absent while no profile is known
 * @param completions final completions that are not voided
 * @param waitingUntil when the first completion that waits for a profile stops waiting; absent without one
 * @param activitiesKeptSince activity ids older than this have been forgotten; absent before the first cleaning
 */
public record LearnerState(
        ProfileTimeline profiles,
        TraitState traits,
        @Nullable Instant newestEvent,
        @Nullable String placedIn,
        @Nullable Counted counted,
        long completions,
        int timelineSize,
        @Nullable Instant waitingUntil,
        @Nullable Instant activitiesKeptSince) {

    public static final LearnerState INITIAL =
            new LearnerState(ProfileTimeline.EMPTY, TraitState.initial(), null, null, null, 0, 0, null, null);

    /** The membership that the sums hold for this learner. */
    public record Counted(String cohort, boolean active, Archetype archetype) {}

    public LearnerState seenAt(Instant time) {
        return newestEvent != null && !time.isAfter(newestEvent)
                ? this
                : new LearnerState(
                        profiles,
                        traits,
                        time,
                        placedIn,
                        counted,
                        completions,
                        timelineSize,
                        waitingUntil,
                        activitiesKeptSince);
    }

    public LearnerState withProfiles(ProfileTimeline next) {
        return new LearnerState(
                next,
                traits,
                newestEvent,
                placedIn,
                counted,
                completions,
                timelineSize,
                waitingUntil,
                activitiesKeptSince);
    }

    public LearnerState withTraits(TraitState next) {
        return new LearnerState(
                profiles,
                next,
                newestEvent,
                placedIn,
                counted,
                completions,
                timelineSize,
                waitingUntil,
                activitiesKeptSince);
    }

    public LearnerState withPlacedIn(String next) {
        return new LearnerState(
                profiles,
                traits,
                newestEvent,
                next,
                counted,
                completions,
                timelineSize,
                waitingUntil,
                activitiesKeptSince);
    }

    public LearnerState withCounted(@Nullable Counted next) {
        return new LearnerState(
                profiles,
                traits,
                newestEvent,
                placedIn,
                next,
                completions,
                timelineSize,
                waitingUntil,
                activitiesKeptSince);
    }

    public LearnerState withCompletions(long next) {
        return new LearnerState(
                profiles,
                traits,
                newestEvent,
                placedIn,
                counted,
                next,
                timelineSize,
                waitingUntil,
                activitiesKeptSince);
    }

    public LearnerState withTimelineSize(int next) {
        return new LearnerState(
                profiles, traits, newestEvent, placedIn, counted, completions, next, waitingUntil, activitiesKeptSince);
    }

    public LearnerState withWaitingUntil(@Nullable Instant next) {
        return new LearnerState(
                profiles, traits, newestEvent, placedIn, counted, completions, timelineSize, next, activitiesKeptSince);
    }

    public LearnerState withActivitiesKeptSince(Instant next) {
        return new LearnerState(
                profiles, traits, newestEvent, placedIn, counted, completions, timelineSize, waitingUntil, next);
    }

    public void write(BinaryWriter out) {
        out.writeAll(profiles.versions(), profiles.versions().size(), (to, version) -> version.write(to));
        traits.write(out);
        out.writeNullable(newestEvent, BinaryWriter::writeInstant);
        out.writeNullable(placedIn, BinaryWriter::writeString);
        out.writeNullable(
                counted,
                (to, value) ->
                        to.writeString(value.cohort).writeBoolean(value.active).writeConstant(value.archetype));
        out.writeUnsigned(completions).writeUnsigned(timelineSize);
        out.writeNullable(waitingUntil, BinaryWriter::writeInstant);
        out.writeNullable(activitiesKeptSince, BinaryWriter::writeInstant);
    }

    public static LearnerState read(BinaryReader in) {
        return new LearnerState(
                new ProfileTimeline(in.readAll(ProfileVersion::read)),
                TraitState.read(in),
                in.readNullable(BinaryReader::readInstant),
                in.readNullable(BinaryReader::readString),
                in.readNullable(from ->
                        new Counted(from.readString(), from.readBoolean(), from.readConstant(Archetype.values()))),
                in.readUnsigned(),
                in.readSize(),
                in.readNullable(BinaryReader::readInstant),
                in.readNullable(BinaryReader::readInstant));
    }
}
