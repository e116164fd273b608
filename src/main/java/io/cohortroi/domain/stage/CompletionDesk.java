package io.cohortroi.domain.stage;

import io.cohortroi.domain.cohort.CohortDefinition;
import io.cohortroi.domain.learner.ArchetypeModel;
import io.cohortroi.domain.learner.Assessment;
import io.cohortroi.domain.learner.LearnerState;
import io.cohortroi.domain.learner.NormsVersions;
import io.cohortroi.domain.learner.ProfileVersion;
import io.cohortroi.domain.reference.ReferenceData;
import io.cohortroi.domain.reference.Versioned;
import io.cohortroi.domain.roi.Baseline;
import io.cohortroi.domain.roi.CompletionEvent;
import io.cohortroi.domain.roi.CompletionState;
import io.cohortroi.domain.roi.CompletionState.Booked;
import io.cohortroi.domain.roi.CompletionState.Judgement;
import io.cohortroi.domain.roi.CompletionState.Wait;
import io.cohortroi.domain.roi.CostAdjustment;
import io.cohortroi.domain.roi.Valuation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Books one learner's completions: decides what each waits for, values it, judges it once, and replaces what was booked
 * by what is booked now. Lives for one step.
 */
final class CompletionDesk {
    private static final Comparator<CompletionState> EARLIEST = Comparator.comparing(
                    (CompletionState state) -> state.winner().completedAt())
            .thenComparing(state -> state.winner().completionId());

    private final String learnerId;
    private final LearnerBooks books;
    private final ReferenceData reference;
    private final NormsVersions norms;
    private final StagePolicy policy;
    private final Effects effects;
    private LearnerState learner;

    CompletionDesk(
            String learnerId,
            LearnerState learner,
            LearnerBooks books,
            ReferenceData reference,
            NormsVersions norms,
            StagePolicy policy,
            Effects effects) {
        this.learnerId = learnerId;
        this.learner = learner;
        this.books = books;
        this.reference = reference;
        this.norms = norms;
        this.policy = policy;
        this.effects = effects;
    }

    LearnerState learner() {
        return learner;
    }

    /**
     * Books the winner, or lets it wait.
     *
     * @param clock the newest event time of the partition: what waited longer than the limit behind it waits no more
     */
    CompletionState settle(CompletionState state, Instant clock) {
        Wait wait = waitOf(state, clock);
        if (wait != Wait.NOTHING) {
            CompletionState waiting = takenBack(state).waitingFor(wait);
            enlist(waiting);
            books.keep(learnerId, waiting);
            if (listed(state.booked())) {
                reviseCapabilities(waiting.winner().completionId());
            }
            return waiting;
        }
        CompletionState booked = book(state);
        books.keep(learnerId, booked);
        if (listed(state.booked()) || !booked.winner().capabilities().isEmpty()) {
            reviseCapabilities(booked.winner().completionId());
        }
        return booked;
    }

    /**
     * A revision that has to wait has replaced the one before it all the same: what was booked is voided until it can be
     * valued, as if it had never been sent.
     */
    private CompletionState takenBack(CompletionState state) {
        Booked before = state.booked();
        Judgement judgement = state.judgement();
        if (before == null || judgement == null || before.isVoid()) {
            return state;
        }
        Booked nothing = before.voided(state.winner().asVoid(), state.place(), Valuation.voided(policy.valuation()));
        replace(state, judgement, nothing);
        return state.bookedAs(judgement, nothing);
    }

    private static boolean listed(@Nullable Booked booked) {
        return booked != null && !booked.event().capabilities().isEmpty();
    }

    /** Looks again at a completion that waits; what it still waits for is where it waits next. */
    void resettle(CompletionState state, Instant clock) {
        delist(state);
        CompletionState next = settle(state, clock);
        if (next.waitsFor() == Wait.NOTHING) {
            effects.recount(Effects.Input.COMPLETIONS, Outcome.WAITING, Outcome.APPLIED);
        }
    }

    /** Books elsewhere what a changed profile places elsewhere; money and judgement stay. */
    void reattribute(CompletionState state) {
        Booked booked = state.booked();
        Judgement judgement = state.judgement();
        if (booked == null || judgement == null) {
            return;
        }
        ProfileVersion placing =
                learner.profiles().placingAsOf(booked.event().completedAt()).orElse(null);
        if (placing == null || placing.place().equals(booked.profile())) {
            return;
        }
        String cohort = places().cohortAsOf(placing, booked.event().completedAt());
        if (!cohort.equals(booked.cohort())) {
            Booked moved = booked.placed(cohort, placing.updatedAt(), placing.place());
            replace(state, judgement, moved);
            books.keep(learnerId, state.bookedAs(judgement, moved).waitingFor(state.waitsFor()));
        }
    }

    /** Books at the cost that late entries of the ledger make it, where they make it another. */
    void adjust(CompletionState state) {
        Booked booked = state.booked();
        Judgement judgement = state.judgement();
        if (booked == null || judgement == null || booked.isVoid()) {
            return;
        }
        Valuation valuation = adjusted(booked.event(), booked.valuation());
        if (!valuation.equals(booked.valuation())) {
            Booked next = booked.valued(valuation);
            replace(state, judgement, next);
            books.keep(learnerId, state.bookedAs(judgement, next).waitingFor(state.waitsFor()));
        }
    }

    private Valuation adjusted(CompletionEvent event, Valuation valuation) {
        YearMonth month = YearMonth.from(event.completedAt().atZone(ZoneOffset.UTC));
        return reference
                .adjustment(CostAdjustment.key(event.workflowId(), month))
                .map(adjustment -> valuation.withCostAdjustment(adjustment.shareOf(
                        valuation.costBefore(), policy.valuation().minorDigits())))
                .orElse(valuation);
    }

    private CohortPlacing places() {
        return new CohortPlacing(learner, reference, norms);
    }

    private Wait waitOf(CompletionState state, Instant clock) {
        CompletionEvent event = state.winner();
        boolean overdue = !clock.isBefore(event.completedAt().plus(policy.waitingLimit()));
        if (learner.profiles().isEmpty() && !overdue) {
            return Wait.LEARNER;
        }
        boolean unknown =
                reference.workflow(event.workflowId(), event.completedAt()).isEmpty();
        return unknown && Valuation.needsWorkflow(event) ? Wait.WORKFLOW : Wait.NOTHING;
    }

    private CompletionState book(CompletionState state) {
        CompletionEvent event = state.winner();
        Instant time = event.completedAt();
        Optional<ProfileVersion> placing = learner.profiles().placingAsOf(time);
        String cohort =
                placing.map(version -> places().cohortAsOf(version, time)).orElse(CohortDefinition.UNASSIGNED);
        Judgement judgement = state.judgement();
        if (judgement == null) {
            judgement = judge(cohort, time);
            if (event.kind() != CompletionEvent.Kind.VOIDED) {
                effects.observe(learner, time);
                learner = learner.withTraits(learner.traits().onCompletion(event));
            }
        }
        Versioned<Baseline> baseline = reference.baseline(judgement.archetype(), time);
        Valuation valuation = event.kind() == CompletionEvent.Kind.VOIDED
                ? Valuation.voided(policy.valuation())
                : adjusted(event, Valuation.of(event, CapabilityUnits.of(event, books), reference, policy.valuation()));
        Booked booked = new Booked(
                nextVersion(state),
                event,
                state.place(),
                cohort,
                placing.map(ProfileVersion::updatedAt).orElse(null),
                placing.map(ProfileVersion::place).orElse(null),
                valuation,
                baseline.value().roiMultiplier(),
                baseline.version());
        replace(state, judgement, booked);
        return state.bookedAs(judgement, booked);
    }

    private Judgement judge(String population, Instant time) {
        Assessment assessment = ArchetypeModel.assess(learner.traits(), norms.asOf(time), population, time);
        BigDecimal confidence = BigDecimal.valueOf(assessment.confidence())
                .setScale(Valuation.RATIO_SCALE, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return new Judgement(assessment.archetype(), confidence, assessment.normsVersion());
    }

    /** Takes back what was booked, books what is, and says so. */
    private void replace(CompletionState state, Judgement judgement, Booked next) {
        Booked before = state.booked();
        boolean countedBefore = before != null && !before.isVoid();
        if (before != null) {
            effects.book(before.event().completionId(), before.booking(judgement), -1);
            learner = LearnerTimeline.remove(learnerId, learner, books, LearnerTimeline.entryOf(before));
        }
        effects.book(next.event().completionId(), next.booking(judgement), 1);
        effects.record(new Effects.RoiRecord(learnerId, judgement, next));
        int counted = (next.isVoid() ? 0 : 1) - (countedBefore ? 1 : 0);
        learner = learner.withCompletions(learner.completions() + counted);
        learner = LearnerTimeline.add(learnerId, learner, books, LearnerTimeline.entryOf(next));
    }

    /** After one completion with ids changed, the units of the learner's others may have changed too. */
    private void reviseCapabilities(String changedId) {
        for (CompletionState other : books.completions(learnerId)) {
            Booked booked = other.booked();
            Judgement judgement = other.judgement();
            if (!CapabilityUnits.isListing(other)
                    || booked == null
                    || judgement == null
                    || other.winner().completionId().equals(changedId)) {
                continue;
            }
            long units = booked.event().success() ? CapabilityUnits.of(booked.event(), books) : 0;
            if (units != booked.valuation().inputs().units()) {
                Booked revised = booked.valued(booked.valuation().withUnits(booked.event(), units, policy.valuation()));
                replace(other, judgement, revised);
                books.keep(learnerId, other.bookedAs(judgement, revised));
            }
        }
    }

    private void enlist(CompletionState waiting) {
        Instant until = untilOf(waiting);
        books.await(learnerId, waiting.winner().completionId(), until);
        Instant first = learner.waitingUntil();
        if (waiting.waitsFor() == Wait.LEARNER && (first == null || until.isBefore(first))) {
            learner = learner.withWaitingUntil(until);
        }
    }

    void delist(CompletionState waiting) {
        if (waiting.waitsFor() != Wait.NOTHING) {
            books.stopAwaiting(learnerId, waiting.winner().completionId(), untilOf(waiting));
        }
    }

    /** What waits for a workflow has no limit: it is looked at when the catalogue changes. */
    private Instant untilOf(CompletionState waiting) {
        return waiting.waitsFor() == Wait.LEARNER
                ? waiting.winner().completedAt().plus(policy.waitingLimit())
                : Instant.MAX;
    }

    /** Applies what waited for this learner longer than the limit, the longest waiting first. */
    void expire(Instant clock) {
        Instant first = learner.waitingUntil();
        if (first == null || first.isAfter(clock)) {
            return;
        }
        List<CompletionState> waiting = waitingForLearner();
        Instant next = null;
        for (CompletionState state : waiting) {
            Instant until = untilOf(state);
            if (!until.isAfter(clock)) {
                resettle(state, clock);
            } else if (next == null || until.isBefore(next)) {
                next = until;
            }
        }
        learner = learner.withWaitingUntil(next);
    }

    /** Applies everything that waited for the profile that has come. */
    void profileCame(Instant clock) {
        for (CompletionState state : waitingForLearner()) {
            resettle(state, clock);
        }
        learner = learner.withWaitingUntil(null);
    }

    private List<CompletionState> waitingForLearner() {
        return books.completions(learnerId).stream()
                .filter(state -> state.waitsFor() == Wait.LEARNER)
                .sorted(EARLIEST)
                .toList();
    }

    private static int nextVersion(CompletionState state) {
        @Nullable Booked before = state.booked();
        return before == null ? 0 : before.recordVersion() + 1;
    }
}
