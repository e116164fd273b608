package io.cohortroi.domain.stage;

import io.cohortroi.domain.learner.ActivityEvent;
import io.cohortroi.domain.learner.LearnerEvent;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.learner.ProfileTimeline;
import io.cohortroi.domain.learner.ProfileVersion;
import io.cohortroi.domain.metrics.Scope;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.roi.CompletionState.Wait;
import io.cohortroi.domain.roi.Digest;
import io.cohortroi.domain.roi.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The stage by learner: every event of a learner goes through here, in whatever order it comes.
 *
 * <p>Facts (counts, money, multipliers, cohorts by explicit value or attribute rule) end equal in every order of
 * arrival. Judgements (traits, archetype, confidence, the baseline applied) are made when a completion is first applied.
 */
public final class LearnerStage {
    /** Forgotten activity ids are cleaned up once the learner's newest event moved on by this much. */
    private static final Duration CLEANING_STEP = Duration.ofDays(7);

    /** What a learner's profile versions may weigh together, in characters: state is one record in a topic. */
    private static final int MAX_PROFILES_WEIGHT = 512 * 1024;

    /** Distinct revisions of one completion that are told apart. */
    private static final int MAX_REVISIONS = 10_000;

    private final StagePolicy policy;

    public LearnerStage(StagePolicy policy) {
        this.policy = policy;
    }

    /** A profile version; it may be older than what is known, and then fills in the past. */
    public Effects onProfile(
            LearnerBooks books,
            LearnerEvent event,
            Place place,
            Instant clock,
            ReferenceData reference,
            NormsVersions norms) {
        Effects effects = Effects.of(Outcome.APPLIED);
        Optional<Instant> erased = books.erasedThrough(event.learnerId());
        if (erased.isPresent() && !event.updatedAt().isAfter(erased.get())) {
            return Effects.of(Outcome.SUPERSEDED);
        }
        ProfileVersion version = ProfileVersion.of(event, place);
        int weight = books.learner(event.learnerId()).profiles().with(version).weight();
        if (weight > MAX_PROFILES_WEIGHT) {
            return Effects.rejected(
                    Rejection.Code.OVERSIZE,
                    "the profile versions of one learner have at most " + MAX_PROFILES_WEIGHT
                            + " characters together, with this one they have " + weight);
        }
        erased.ifPresent(through -> books.forgetErasure(event.learnerId()));
        LearnerState before = books.learner(event.learnerId()).seenAt(event.updatedAt());
        CompletionDesk desk = desk(event.learnerId(), before, books, reference, norms, effects);
        desk.expire(clock);
        LearnerState state = desk.learner();

        Optional<ProfileVersion> known = state.profiles().at(version.updatedAt());
        if (known.isPresent() && known.get().says(version)) {
            effects.outcome(Outcome.DUPLICATE);
            books.keep(event.learnerId(), state);
            return effects;
        }
        ProfileTimeline profiles = state.profiles().with(version);
        if (known.isPresent()) {
            effects.recount(Effects.Input.LEARNERS, Outcome.APPLIED, Outcome.SUPERSEDED);
        } else {
            state = LearnerTimeline.add(event.learnerId(), state, books, LearnerTimeline.entryOf(version));
        }
        state = state.withProfiles(profiles).withTraits(state.traits().onRegistered(event.registeredAt()));

        CompletionDesk after = desk(event.learnerId(), state, books, reference, norms, effects);
        after.profileCame(clock);
        books.completions(event.learnerId()).forEach(after::reattribute);
        Instant latest = profiles.latest().orElse(version).updatedAt();
        ProfileVersion placing = profiles.placingAsOf(latest).orElse(version);
        Instant lastSeen = Objects.requireNonNullElse(state.newestEvent(), latest);
        String cohort = new CohortPlacing(after.learner(), reference, norms)
                .current(placing, lastSeen)
                .cohort();
        books.keep(event.learnerId(), after.learner().withPlacedIn(cohort));
        return effects;
    }

    /**
     * The learner's right to be forgotten. What was booked stays in the sums, without the person; completions that
     * wait will never be applied, except those that have waited long enough.
     */
    public Effects onErasure(
            LearnerBooks books, String learnerId, Instant clock, ReferenceData reference, NormsVersions norms) {
        Effects effects = Effects.of(Outcome.APPLIED);
        CompletionDesk desk = desk(learnerId, books.learner(learnerId), books, reference, norms, effects);
        desk.expire(clock);
        LearnerState state = desk.learner();
        for (CompletionState completion : books.completions(learnerId)) {
            if (completion.waitsFor() != Wait.NOTHING) {
                desk.delist(completion);
                effects.recount(Effects.Input.COMPLETIONS, Outcome.WAITING, Outcome.SUPERSEDED);
            }
        }
        CurrentProfile.move(effects, state.counted(), -1);
        Instant through =
                state.profiles().latest().map(ProfileVersion::updatedAt).orElse(Instant.EPOCH);
        Instant before = books.erasedThrough(learnerId).orElse(through);
        books.erase(learnerId, before.isAfter(through) ? before : through);
        return effects;
    }

    /** One thing the learner did; it counts once per event id. */
    public Effects onActivity(
            LearnerBooks books, ActivityEvent event, Instant clock, ReferenceData reference, NormsVersions norms) {
        Effects effects = Effects.of(Outcome.APPLIED);
        String learnerId = event.learnerId();
        if (books.erasedThrough(learnerId).isPresent()) {
            return Effects.of(Outcome.SUPERSEDED);
        }
        LearnerState before = books.learner(learnerId);
        Instant newest = before.newestEvent();
        if (newest != null && event.occurredAt().isBefore(newest.minus(policy.activityHorizon()))) {
            return Effects.rejected(
                    Rejection.Code.BEYOND_HORIZON,
                    "occurred_at lies more than " + policy.activityHorizon().toDays()
                            + " days behind the learner's newest event");
        }
        CompletionDesk desk = desk(learnerId, before.seenAt(event.occurredAt()), books, reference, norms, effects);
        desk.expire(clock);
        LearnerState state = desk.learner();
        if (books.knowsActivity(learnerId, event.eventId())) {
            effects.outcome(Outcome.DUPLICATE);
            books.keep(learnerId, state);
            return effects;
        }
        books.rememberActivity(learnerId, event.eventId(), event.occurredAt());
        effects.observe(state, event.occurredAt());
        state = state.withTraits(state.traits().onActivity(event));
        state = LearnerTimeline.add(learnerId, state, books, LearnerTimeline.entryOf(event));
        books.keep(learnerId, forgetOldActivities(learnerId, state, books));
        return effects;
    }

    /** A completion, its correction or its voiding, in whatever order they come. */
    public Effects onCompletion(
            LearnerBooks books,
            CompletionEvent event,
            Place place,
            Instant clock,
            ReferenceData reference,
            NormsVersions norms) {
        String currency = event.currency();
        if (currency != null && !policy.valuation().accepts(currency)) {
            return Effects.rejected(
                    Rejection.Code.CURRENCY,
                    "currency " + currency + " is not " + policy.valuation().currency()
                            + " and no rate is configured for it");
        }
        Effects effects = Effects.of(Outcome.APPLIED);
        String learnerId = event.learnerId();
        if (books.erasedThrough(learnerId).isPresent()) {
            return Effects.of(Outcome.SUPERSEDED);
        }
        Digest digest = event.digest();
        List<Digest> seen = books.completion(learnerId, event.completionId())
                .map(CompletionState::seen)
                .orElse(List.of());
        if (seen.size() >= MAX_REVISIONS && !seen.contains(digest)) {
            return Effects.rejected(
                    Rejection.Code.OVERSIZE, "a completion has at most " + MAX_REVISIONS + " distinct revisions");
        }
        LearnerState before = books.learner(learnerId).seenAt(event.completedAt());
        CompletionDesk desk = desk(learnerId, before, books, reference, norms, effects);
        desk.expire(clock);

        CompletionState known =
                books.completion(learnerId, event.completionId()).orElse(null);
        if (known != null && known.seen().contains(digest)) {
            effects.outcome(Outcome.DUPLICATE);
        } else if (known != null && known.winner().winsOver(event)) {
            books.keep(learnerId, known.alsoSeen(digest));
            effects.outcome(Outcome.SUPERSEDED);
        } else {
            CompletionState winner = known == null
                    ? new CompletionState(event, place, List.of(digest), Wait.NOTHING, null, null)
                    : supersede(desk, known, effects).alsoSeen(digest).wonBy(event, place);
            CompletionState settled = desk.settle(winner, clock);
            if (settled.waitsFor() != Wait.NOTHING) {
                effects.outcome(Outcome.WAITING);
            }
        }
        books.keep(learnerId, desk.learner());
        return effects;
    }

    /**
     * Looks again at one completion that waits, because its limit passed, the catalogue changed or the input ended.
     *
     * @param clock the newest event time of the partition, or {@link Instant#MAX} at the end of input
     */
    public Effects onWaiting(
            LearnerBooks books,
            String learnerId,
            String completionId,
            Instant clock,
            ReferenceData reference,
            NormsVersions norms) {
        Effects effects = Effects.of(Outcome.APPLIED);
        CompletionDesk desk = desk(learnerId, books.learner(learnerId), books, reference, norms, effects);
        desk.expire(clock);
        books.completion(learnerId, completionId)
                .filter(state -> state.waitsFor() != Wait.NOTHING)
                .ifPresent(state -> desk.resettle(state, clock));
        books.keep(learnerId, desk.learner());
        return effects;
    }

    /** Books the learner's completions at the costs that late entries of the finance ledger make them. */
    public Effects onCostAdjustment(
            LearnerBooks books, String learnerId, ReferenceData reference, NormsVersions norms) {
        Effects effects = nothing();
        CompletionDesk desk = desk(learnerId, books.learner(learnerId), books, reference, norms, effects);
        books.completions(learnerId).forEach(desk::adjust);
        if (!effects.records().isEmpty()) {
            books.keep(learnerId, desk.learner());
        }
        return effects;
    }

    public static Effects nothing() {
        return Effects.of(Outcome.APPLIED);
    }

    /**
     * The scopes that see this learner's events pass, and with them the newest event time. An archetype sees
     * completions only: which one a learner has just now depends on how events are batched.
     */
    public static List<Scope> scopesOf(LearnerState state) {
        String placedIn = state.placedIn();
        return placedIn == null ? List.of(Scope.OVERALL) : List.of(Scope.cohort(placedIn), Scope.OVERALL);
    }

    private static CompletionState supersede(CompletionDesk desk, CompletionState known, Effects effects) {
        desk.delist(known);
        Outcome was = known.waitsFor() == Wait.NOTHING ? Outcome.APPLIED : Outcome.WAITING;
        effects.recount(Effects.Input.COMPLETIONS, was, Outcome.SUPERSEDED);
        return known;
    }

    private LearnerState forgetOldActivities(String learnerId, LearnerState state, LearnerBooks books) {
        Instant newest = state.newestEvent();
        if (newest == null) {
            return state;
        }
        Instant horizon = newest.minus(policy.activityHorizon());
        Instant since = state.activitiesKeptSince();
        if (since == null) {
            return state.withActivitiesKeptSince(horizon);
        }
        if (horizon.isBefore(since.plus(CLEANING_STEP))) {
            return state;
        }
        books.forgetActivitiesBefore(learnerId, horizon);
        return state.withActivitiesKeptSince(horizon);
    }

    private CompletionDesk desk(
            String learnerId,
            LearnerState state,
            LearnerBooks books,
            ReferenceData reference,
            NormsVersions norms,
            Effects effects) {
        return new CompletionDesk(learnerId, state, books, reference, norms, policy, effects);
    }
}
